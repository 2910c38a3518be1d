"""JSON Schemas of the files that hold recordings, so that other tools can check and read them without this package.

They are generated from the types of the event log, and published under the address that is their ``$id``.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import click
from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema

from chunkwise import events
from chunkwise.events import SCHEMA, Model, Recording

__all__ = ["ExampleFile", "Kind", "RecordingFile", "address", "dumps", "json_schema", "loads"]

SITE = "https://chunkwise.github.io/"
"""Where the project publishes its pages and these schemas."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class RecordingFile(Recording):
    """The recording of one run, as ``chunkwise watch --json`` writes it."""

    schema_: str | None = Field(default=None, alias="$schema")
    """The address of this schema, by which an editor finds it."""


class ExampleFile(Model):
    """The recordings of an example and its variants: the ``recording.json`` that ``chunkwise record`` writes."""

    schema_: Literal[2] = Field(alias="schema")
    """Raised whenever the meaning of an event changes."""
    depends_on: str
    """The SHA-256 of the example's programs and its scenario. If it differs, the recordings are stale."""
    digest: str
    """The SHA-256 of the text of ``recordings``."""
    recorded_with: dict[str, str]
    """The versions of the packages that decide how a program behaves, by their names."""
    recordings: dict[str, Recording]
    """The scenario's recording under ``main``, and those of its variants under their names."""


Kind = Literal["recording", "example"]
"""Which file: of one run, or of an example with its variants."""

MODELS: dict[Kind, type[Model]] = {"recording": RecordingFile, "example": ExampleFile}


def address(kind: Kind = "recording") -> str:
    """Return where the schema is published, which is its ``$id``."""
    return f"{SITE}schema/{kind}-{SCHEMA}.json"


def json_schema(kind: Kind = "recording") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file: ``recording`` is one run, ``example`` is a recording.json."""
    made = MODELS[kind].model_json_schema(schema_generator=_Untitled)
    for name, model in [(name, getattr(events, name)) for name in made["$defs"]] + [("", MODELS[kind])]:
        said = made["$defs"][name] if name else made
        for field, text in _documented(model):
            said["properties"][field].setdefault("description", text)
    _clean(made)
    if kind == "recording":
        made["properties"]["$schema"] = {"type": "string", "description": made["properties"]["$schema"]["description"]}
    return {"$schema": DIALECT, "$id": address(kind), **made}


def dumps(recording: Recording) -> str:
    """Return the text of a file that holds one recording, and names its schema."""
    body = recording.model_dump_json(exclude_defaults=True, indent=1)
    return f'{{\n "$schema": "{address()}",' + body.removeprefix("{") + "\n"


def loads(text: str) -> Recording:
    """Read what :func:`dumps` wrote.

    Raises:
        ValueError: It is not a recording, or it has another schema.
    """
    file = RecordingFile.model_validate_json(text)
    if file.schema_ not in (None, address()):
        raise ValueError(f"this recording has the schema {file.schema_}, and this Chunkwise reads {address()}")
    return Recording.model_validate({name: getattr(file, name) for name in Recording.model_fields})


class _Untitled(GenerateJsonSchema):
    """Without a title for each field, which would be its name once more."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def _documented(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a model and of those that it is made from, with the texts that stand below them."""
    for one in model.__mro__:
        if one is Model or not issubclass(one, Model):
            continue
        (made,) = ast.parse(inspect.getsource(one)).body
        assert isinstance(made, ast.ClassDef)
        for field, text in zip(made.body, made.body[1:], strict=False):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                yield model.model_fields[field.target.id].alias or field.target.id, str(text.value.value)


def _clean(said: Any) -> None:
    """Write texts as JSON has them: a paragraph is a line, and code has one backtick on each side."""
    for one in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        _clean(one)
    if isinstance(said, dict) and isinstance(text := said.get("description"), str):
        said["description"] = re.sub(r"(?<!\n)\n(?![\n-])", " ", inspect.cleandoc(text)).replace("``", "`")


def text(kind: Kind = "recording") -> str:
    """Return the schema as the file that is published."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


@click.command("schema")
@click.argument("kind", type=click.Choice(list(MODELS)), default="recording")
def command(kind: Kind) -> None:
    """Print the JSON Schema of a recording: what `watch --json` writes, or an example's recording.json."""
    click.echo(text(kind), nl=False)
