"""The one error that the generator reports to people."""


class DocumentError(Exception):
    """An OpenAPI document breaks a rule that the generator relies on; the text says where and which."""

    def __init__(self, place: str, problem: str):
        super().__init__(f"{place}: {problem}")
