"""Addresses: who may use them, how they are written, where they live."""

import re
from collections import defaultdict

import pytest

from tests.architecture.source import VIEWS, short
from tests.conftest import ROOT
from tracker.features import FEATURES

A_SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.csv)?|<\w+:\w+>|<path:\w+>|")


@pytest.fixture
def rules(built):
    return sorted(built.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_every_view_says_who_may_use_it(built, rules):
    silent = [rule.endpoint for rule in rules if not hasattr(built.view_functions[rule.endpoint], "access")]
    assert not silent, f"put @allow(...), @staff(...), @signed_in or @public under the route of {silent}"


def test_only_reading_and_sending(rules):
    odd = [f"{rule} {rule.methods}" for rule in rules if rule.methods - {"GET", "HEAD", "POST"}]
    assert not odd, f"GET and POST only, so that a form without scripts can do it: {odd}"


def test_a_view_either_reads_or_sends(rules):
    both = [str(rule) for rule in rules if {"GET", "POST"} <= rule.methods]
    assert not both, f"write two views, @bp.get and @bp.post: {both}"


def test_each_part_of_an_address_has_a_kind(rules):
    loose = [str(rule) for rule in rules if re.search(r"<\w+>", str(rule))]
    assert not loose, f"write <int:number> or <slug:…>, not a bare name: {loose}"


def test_addresses_are_kebab_case(rules):
    own = [str(rule) for rule in rules if rule.endpoint != "static" and not str(rule).startswith("/static")]
    odd = [rule for rule in own if not all(A_SEGMENT.fullmatch(part) for part in rule.split("/"))]
    assert not odd, f"write-addresses-like-this, without a last slash unless it is a place: {odd}"


def test_a_blueprint_is_one_file_of_one_feature(built, rules):
    homes = defaultdict(set)
    for rule in rules:
        if "." in rule.endpoint:
            homes[rule.endpoint.rsplit(".", 1)[0]].add(built.view_functions[rule.endpoint].__module__)
    scattered = {name: sorted(where) for name, where in homes.items() if len(where) > 1}
    assert not scattered, f"a blueprint per file, named like it: {scattered}"


def test_views_live_in_views(built, rules):
    named = {built.view_functions[rule.endpoint].__module__ for rule in rules}
    outside = {name for name in named if name.startswith("tracker.") and "views" not in name}
    assert outside <= {"tracker.foundation.health", "tracker.foundation.assets"}, (
        "a route belongs in a views file"
    )


def test_every_package_with_pages_is_a_feature():
    named = {f"tracker/{name.replace('.', '/')}" for name in FEATURES}
    homes = {short(path.parent.parent if path.parent.name == "views" else path.parent) for path in VIEWS}
    assert homes <= named, "give the package a feature.py, and tracker/features.py a line"
    assert all((ROOT / name / "feature.py").exists() for name in named)
