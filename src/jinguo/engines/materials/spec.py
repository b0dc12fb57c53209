"""What a call demands of one kind of material, as a person writes it down."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Kind = Literal["photo", "video", "document"]
Orientation = Literal["landscape", "portrait", "square"]

_SAME_FORMAT = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tiff": "tif", "htm": "html", "m4v": "mp4"}

_USUAL_FORMATS: dict[Kind, tuple[str, ...]] = {
    "photo": ("jpg", "png"),
    "video": ("mp4",),
    "document": ("pdf", "docx", "xlsx", "jpg", "png"),
}

Size = Annotated[int, Field(gt=0)] | None


def canonical_format(name: str) -> str:
    """`.JPEG` → `jpg`: one name for one format, without the dot."""
    plain = name.strip().lower().lstrip(".")
    return _SAME_FORMAT.get(plain, plain)


class MaterialSpec(BaseModel):
    """One kind of material a call asks for. Every demand is optional; what is not demanded is not checked.

    Sizes are pixels of the upright picture, bytes and seconds. Both readings of "1024k以上像素" can be said:
    ``min_pixels=1048576, min_bytes=1048576, min_bytes_is_warning=True`` (the usual one) or
    ``min_bytes=1048576``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field("", description="Name of the material inside its call")
    label: str = Field("", description="What people read, e.g. 工作照")
    kind: Kind
    formats: tuple[str, ...] = Field(
        (), description="File formats taken; the usual ones of the kind when empty"
    )
    required: bool = True
    min_count: int = Field(1, ge=0)
    max_count: Size = None
    min_pixels: Size = Field(None, description="Width times height")
    min_width: Size = None
    min_height: Size = None
    min_bytes: Size = None
    min_bytes_is_warning: bool = Field(False, description="A smaller file is taken, with a warning")
    max_bytes: Size = None
    max_duration_s: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    aspect: Annotated[str, Field(pattern=r"^[1-9]\d{0,4}:[1-9]\d{0,4}$")] | None = Field(
        None, description="Width to height, e.g. 16:9"
    )
    aspect_tolerance: float = Field(0.01, ge=0, lt=1, description="Share by which the ratio may differ")
    orientation: Orientation | None = None
    not_id_photo: bool = Field(False, description="Warn of a picture that looks like a standard ID photo")
    max_pages: Size = None

    @field_validator("formats", mode="before")
    @classmethod
    def _one_name_for_one_format(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return tuple(dict.fromkeys(canonical_format(item) for item in value))
        return value

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.max_count is not None and self.max_count < self.min_count:
            raise ValueError("max_count is smaller than min_count")
        if self.max_bytes is not None and self.min_bytes is not None and self.max_bytes < self.min_bytes:
            raise ValueError("max_bytes is smaller than min_bytes")
        return self

    @property
    def accepted(self) -> tuple[str, ...]:
        """The formats taken: those named, or the usual ones of the kind."""
        return self.formats or _USUAL_FORMATS[self.kind]

    @property
    def ratio(self) -> float | None:
        if self.aspect is None:
            return None
        width, height = self.aspect.split(":")
        return int(width) / int(height)

    @classmethod
    def from_toml(cls, path: Path | str) -> Self:
        """Read a spec file.

        Raises:
            OSError: no such file.
            ValueError: no TOML, or a key or value that a spec does not know (pydantic's ``ValidationError``
            is one).
        """
        return cls.model_validate(tomllib.loads(Path(path).read_text("utf-8")))
