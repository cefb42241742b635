"""The error of a choice about a sheet."""

from courier.messages import UserError


class MappingError(UserError):
    """A feed, condition or other choice about a sheet that is not valid."""
