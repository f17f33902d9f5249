"""The types of values that the operation table tells apart."""

from enum import Enum


class ValueType(Enum):
    """What a parameter or a body attribute holds; the values are the names in core/client/operation.h."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE_TIME = "date_time"
    FILE = "file"
    ARRAY = "array"

    @classmethod
    def of_schema(cls, schema: dict) -> "ValueType":
        """The type of a resolved schema. Null is passed over; a mixture counts as a string."""
        if "x-spk-file-extensions" in schema:
            return cls.FILE
        types = schema.get("type", "string")
        names = {types} if isinstance(types, str) else set(types)
        names.discard("null")
        if names == {"array"}:
            return cls.ARRAY
        if names == {"integer"}:
            return cls.INTEGER
        if names == {"boolean"}:
            return cls.BOOLEAN
        if schema.get("format") == "date-time":
            return cls.DATE_TIME
        return cls.STRING
