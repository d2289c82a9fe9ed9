"""What every object of the clinic file has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """An object of the file. A key that it does not know is an error, and no value is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
