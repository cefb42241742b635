"""The list of what a bundle is made of, in the form of CycloneDX: versions, licences, and the SHA-256 of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from build.bundle_parts import Kind, Part, system_name
from build.locks import read_lock
from build.sbom_inside import libraries_inside
from courier.licences import OWN

FILE = "sbom.cdx.json"
"""Its name, beside the programs."""

_LICENCES = LicenseFactory()


def write_sbom(bundle: Path, contents: str, parts: Iterable[Part], version: str, made: datetime) -> None:
    """Write the list into a bundle; its libraries are in the folder `contents`. `made` is the moment it names."""
    parts = list(parts)
    program = Component(
        name=OWN,
        version=version,
        type=ComponentType.APPLICATION,
        licenses=_licences(("MIT",)),
        bom_ref=OWN,
    )
    own = [part for part in parts if part.kind is Kind.OWN]
    program.components.update(_files(bundle, contents, [name for part in own for name in part.files], OWN))
    bom = Bom(serial_number=UUID(int=0))
    bom.metadata.component = program
    bom.metadata.timestamp = made
    bundled = [Path(name).name for part in parts for name in part.files]
    components = {part.name: _component(part, bundle, contents, bundled) for part in parts if part.kind is not Kind.OWN}
    bom.components.update(components.values())
    bom.register_dependency(program, components.values())
    for part in parts:
        if part.name in components:
            needed = _needs(part) & components.keys()
            bom.register_dependency(components[part.name], [components[name] for name in needed])
    # the same contents have the same number
    bom.serial_number = uuid5(NAMESPACE_OID, JsonV1Dot6(bom).output_as_string())
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise ValueError(f"{FILE} is not as CycloneDX wants it: {fault}")
    (bundle / FILE).write_text(f"{text}\n", encoding="utf-8")


def _component(part: Part, bundle: Path, contents: str, bundled: list[str]) -> Component:
    purl = _purl(part)
    component = Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        licenses=_licences(part.licences),
        purl=purl,
        bom_ref=part.name,
        external_references=_locked(part, purl),
    )
    component.components.update(_files(bundle, contents, part.files, part.name))
    component.components.update(
        Component(
            name=library.name,
            version=library.version,
            type=ComponentType.LIBRARY,
            licenses=_licences((library.licence,)),
            authors=[OrganizationalContact(name=library.authors)] if library.authors else [],
            purl=library.purl,
            bom_ref=f"{part.name}/{library.purl}",
        )
        for library in libraries_inside(part, bundled)
    )
    return component


def _licences(names: tuple[str, ...]) -> list[License]:
    return [_LICENCES.make_from_string(name) for name in names if name]


def _purl(part: Part) -> PackageURL | None:
    if part.kind is Kind.PACKAGE:
        return PackageURL("pypi", name=part.name, version=part.version)
    if part.kind is Kind.SYSTEM:
        return PackageURL("deb", system_name(), part.name, part.version, {"arch": part.architecture})
    if part.kind is Kind.PYTHON:
        return PackageURL("generic", name=part.name, version=part.version)
    return None


def _locked(part: Part, purl: PackageURL | None) -> Iterator[ExternalReference]:
    """The files that the lock allows for a package of Python; which of them was installed depends on the system."""
    if part.kind is not Kind.PACKAGE:
        return
    locked = read_lock("develop").get(canonicalize_name(part.name))
    if locked is not None and locked.version == part.version:
        yield ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(str(purl)),
            comment="installed from a file with one of these digests",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in locked.sha256],
        )


def _files(bundle: Path, contents: str, names: list[str], owner: str) -> Iterator[Component]:
    for name in names:
        inside = name if (bundle / name).is_file() else f"{contents}/{name}"
        path = bundle / inside
        # links lead to files that are listed themselves
        if path.is_file() and not path.is_symlink():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield Component(
                name=inside,
                type=ComponentType.FILE,
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
                bom_ref=f"{owner}/{inside}",
            )


def _needs(part: Part) -> set[str]:
    """The packages that a package asks for on this system."""
    lines = part.distribution.requires if part.distribution is not None else None
    wishes = [Requirement(line) for line in lines or ()]
    here = [wish for wish in wishes if wish.marker is None or wish.marker.evaluate({"extra": ""})]
    return {canonicalize_name(wish.name) for wish in here}
