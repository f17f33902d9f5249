"""Generic and TypeVar: typing's for type checkers, and next to nothing at run time, as importing typing takes longer
than importing all of this package."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic as Generic
    from typing import TypeVar as TypeVar
else:

    class Generic:
        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    def TypeVar(name, **_):
        return name
