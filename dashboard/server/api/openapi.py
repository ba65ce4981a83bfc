"""The routes as an OpenAPI 3.1 document, made from their declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.selection import DATA_SET, DEMO
from dashboard.server.api import words
from dashboard.server.api.asking import (
    BUILD,
    FORMAT,
    FORMATS,
    LATEST,
    MEDIA_TYPES,
    MOST_PAGES,
    MOST_ROWS,
    PAGE,
    PAGE_ROWS,
    PAGE_SIZE,
    known_parameters,
)
from dashboard.server.api.problems import PROBLEM
from dashboard.server.api.routes import (
    API,
    COLUMNS,
    PROFILE,
    PROFILE_BLOCKS,
    ROUTES,
    Filter,
    Route,
)

Document = dict[str, Any]
REFUSALS = (400, 403, 404, 405, 406, 409, 414, 429, 500, 503)


def openapi_document(site: str) -> Document:
    """The API as OpenAPI has it; ``site`` is its public address, empty when none is set."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words.TITLE,
            "version": "1",
            "summary": words.SUMMARY,
            "description": words.LICENCE,
        },
        "servers": [{"url": f"{site}{API}"}],
        "paths": {
            **{f"/{route.name}": {"get": _rows(route)} for route in ROUTES.values()},
            f"/territories/{{territory_id}}/{PROFILE}": {"get": _profile()},
        },
        "components": {
            "schemas": {
                **{schema_name(route.name): row_schema(route) for route in ROUTES.values()},
                "Around": _around(),
                "Problem": _problem(),
            },
            "responses": {"Refusal": _refusal()},
        },
    }


def schema_name(route_name: str) -> str:
    """Name of the schema of a row: « RetentionSurveys » for « retention-surveys »."""
    return "".join(part.capitalize() for part in route_name.split("-"))


def row_schema(route: Route) -> Document:
    """A row of a route: every column is there, null where it is not known or not published."""
    return {
        "type": "object",
        "description": route.description_fr,
        "properties": {
            name: {
                "type": [COLUMNS[name].type, "null"],
                "description": COLUMNS[name].description_fr,
            }
            for name in route.columns
        },
        "required": list(route.columns),
        "additionalProperties": False,
    }


def parameter_of(item: Filter) -> Document:
    """A filter: values that commas separate."""
    return {
        "name": item.column,
        "in": "query",
        "description": f"{item.description_fr}, séparées par des virgules.",
        "schema": {"type": "array", "items": {"type": item.type}, "minItems": 1},
        "style": "form",
        "explode": False,
        "example": item.example,
    }


def common_parameters() -> Mapping[str, Document]:
    """Parameters of several routes, by name."""
    return {
        LATEST: _query(
            LATEST, "La dernière valeur seulement, par territoire et indicateur.", "boolean"
        ),
        PAGE: _query(PAGE, "Page, à partir de 1.", "integer", minimum=1, maximum=MOST_PAGES),
        PAGE_SIZE: _query(
            PAGE_SIZE,
            f"Lignes d’une page : {PAGE_ROWS} en JSON, {MOST_ROWS} dans un fichier sans ce nom.",
            "integer",
            minimum=1,
            maximum=MOST_ROWS,
        ),
        FORMAT: _query(
            FORMAT, "Format ; l’emporte sur l’en-tête Accept.", "string", enum=list(FORMATS)
        ),
        DATA_SET: _query(DATA_SET, "« demo » : la démonstration, fictive.", "string", enum=[DEMO]),
        BUILD: _query(
            BUILD, "Refuser une autre construction que celle-ci (liens des pages).", "string"
        ),
    }


def _query(name: str, description: str, kind: str, **more: object) -> Document:
    schema = {"type": kind, **more}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _parameters(route: Route, *, of_profile: bool = False) -> list[Document]:
    filters = {item.column: item for item in route.filters}
    common = common_parameters()
    return [
        parameter_of(filters[name]) if name in filters and not of_profile else common[name]
        for name in known_parameters(route, of_profile=of_profile)
    ]


def _rows(route: Route) -> Document:
    around = {"$ref": "#/components/schemas/Around"}
    rows = {"$ref": f"#/components/schemas/{schema_name(route.name)}"}
    answer = {
        "allOf": [
            around,
            {
                "type": "object",
                "properties": {
                    "data": {"type": "array", "items": rows},
                    "pagination": _object(
                        page="integer", page_size="integer", total="integer", pages="integer"
                    ),
                },
                "required": ["data", "pagination"],
            },
        ]
    }
    return {
        "summary": route.title_fr,
        "description": route.description_fr,
        "operationId": route.name,
        "parameters": _parameters(route),
        "responses": _responses(answer),
    }


def _profile() -> Document:
    blocks = {
        name: {
            "type": "array",
            "items": {"$ref": f"#/components/schemas/{schema_name(route_name)}"},
        }
        for name, route_name in PROFILE_BLOCKS.items()
    }
    place = {"$ref": "#/components/schemas/Territories"}
    answer = {
        "allOf": [
            {"$ref": "#/components/schemas/Around"},
            {
                "type": "object",
                "properties": {"territory": place, **blocks},
                "required": ["territory", *blocks],
            },
        ]
    }
    territory = {
        "name": "territory_id",
        "in": "path",
        "required": True,
        "description": COLUMNS["territory_id"].description_fr,
        "schema": {"type": "string"},
        "example": "DEP-12",
    }
    return {
        "summary": "Fiche d’un territoire",
        "description": "La dernière valeur de chaque indicateur, les manques de la dernière année "
        "de recensement national, la fidélisation et les installations. En CSV et en Parquet : "
        "les valeurs seulement.",
        "operationId": PROFILE,
        "parameters": [territory, *_parameters(ROUTES["observations"], of_profile=True)],
        "responses": _responses(answer),
    }


def _responses(answer: Document) -> Document:
    contents: Document = {
        MEDIA_TYPES["json"]: {"schema": answer},
        MEDIA_TYPES["csv"]: {"schema": {"type": "string"}},
        MEDIA_TYPES["parquet"]: {"schema": {"type": "string", "format": "binary"}},
    }
    headers = {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in (
            ("ETag", "Empreinte : la même tant que la construction est la même"),
            ("Link", "Pages : self, first, prev, next, last"),
            ("X-Total-Count", "Lignes de toutes les pages"),
            ("X-Build-Id", "Construction"),
            ("X-Data-Set", "published ou demonstration (fictif)"),
        )
    }
    refusal = {"$ref": "#/components/responses/Refusal"}
    return {
        "200": {"description": "Les lignes", "headers": headers, "content": contents},
        "304": {"description": "Rien n’a changé (If-None-Match)"},
        **{str(status): refusal for status in REFUSALS},
    }


def _around() -> Document:
    build = _object(
        build_id="string",
        built_on="string",
        data_version="string",
        is_demo="boolean",
        secrecy_threshold_n="integer",
        notice_fr="string",
    )
    links = {"type": "object", "additionalProperties": {"type": "string"}, "required": ["self"]}
    return {
        "type": "object",
        "properties": {"build": build, "licence_fr": {"type": "string"}, "links": links},
        "required": ["build", "licence_fr", "links"],
        "x-statuses": STATUS_LABELS,
    }


def _problem() -> Document:
    return _object(type="string", title="string", status="integer", detail="string")


def _refusal() -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": "Un refus, en français, avec ce qu’il faut faire",
        "content": {PROBLEM: {"schema": schema}},
    }


def _object(**types: str) -> Document:
    return {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in types.items()},
        "required": _names(types),
    }


def _names(types: Iterable[str]) -> list[str]:
    return list(types)
