"""The rules one by one: what each finds besides its sample, what it lets pass, what it suggests."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.definition.checking import check_toolkit
from app.definition.finding import Finding
from tests.definition.sample import HEAD, LEVELS, PILLAR, level_question
from tests.patience import AGES

Write = Callable[[str], Path]
NUMBER = (
    "      - id: N-1\n        kind: number\n        text: What share?\n        unit: percent\n"
    "        minimum: 0\n        maximum: 100\n"
)
CHOICE = (
    "      - id: C-1\n        kind: choice\n        text: Which?\n"
    "        options: [{id: a, text: A, points: 0}, {id: b, text: B, points: 100}]\n"
)
YES = "      - id: Y-1\n        kind: yesno\n        text: Is it?\n"
LEVEL = level_question("L-1")
DATE = "      - {id: D-1, kind: date, text: Since when?}\n"
FIGURES = (
    "        levels: [{level: 0, state: '< 25 %', action: A}, {level: 1, from: 25, state: 25–49 %, "
    "action: A}, {level: 2, from: 50, state: ≥ 50 %, action: A}]\n"
)
INDEX = "format: eready-index/1\nid: x\ntitle: T\ntree:\n  id: x\n  of:\n"


def _find(path: Path) -> tuple[Finding, ...]:
    return check_toolkit(path, indicators={"users", "price"}).findings


def _rules(path: Path) -> set[str]:
    return {finding.rule for finding in _find(path)}


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        (NUMBER + "        hint: {impact: 1, effort: 3}\n", None),
        (NUMBER + "        hint: {effort: 0}\n", "number-range"),
        (NUMBER + "        evidence_from_level: 2\n", None),
        (NUMBER + "        evidence_from_level: 3\n", "number-range"),
        (NUMBER + "        weight: 1e9\n", None),
        (NUMBER + "        weight: 1e10\n", "number-range"),
        (NUMBER.replace("100", "1e308").replace(": 0", ": -1e308"), "goalposts-order"),
        (NUMBER.replace("        minimum: 0\n", "") + "        score_by: level\n", "kind-needs"),
        (
            NUMBER.replace("        minimum: 0\n", "")
            + "        score_by: level\n"
            + LEVELS.replace("level: 1,", "level: 1, from_points: 40,").replace(
                "level: 2,", "level: 2, from_points: 80,"
            ),
            "kind-needs",
        ),
        (YES + "        points: {'yes': 90, 'no': 10}\n", None),
        (YES + "        points: {'yes': 110}\n", "number-range"),
        (YES + "        points: {'yes': 90, 'no': -1}\n", "number-range"),
        (YES + "        points: {maybe: 90}\n", "unknown-word"),
        (YES + "        unit: percent\n", "key-of-other-kind"),
        (YES + "        direction: lower\n", "key-of-other-kind"),
        (YES + "        indicator: users\n", "key-of-other-kind"),
        (YES + "        cap: 3\n", "key-of-other-kind"),
        (LEVEL.replace("level: 1,", "level: 1, from: 4,"), "key-of-other-kind"),
        (CHOICE.replace("id: a,", "id: a, exclusive: true,"), "key-of-other-kind"),
        (CHOICE + "        scopes: [city, city]\n", "listed-twice"),
        (CHOICE + "        tags: {aim: [a, a]}\n", "listed-twice"),
        (CHOICE + "        tags: {aim: [a, b]}\n", None),
        (CHOICE + "        related: [{question: C-1, kind: same}]\n", "unknown-related"),
        (CHOICE + "        related: [{question: a/b/c, kind: same}]\n", "unknown-related"),
        (CHOICE + "        related: [{question: other/Q-1, kind: same}]\n", None),
        (CHOICE + "        when: coverage(base) > 0.5\n", "score-in-when"),
        (CHOICE + "        when: null\n        weight:\n", None),
        (NUMBER + FIGURES, None),
        (NUMBER + FIGURES.replace("≥ 50 %", "High"), "vague-state"),
        (LEVEL.replace("There is no plan.", "'≥ 2'"), "vague-state"),
        (DATE + YES + "        when: value(D-1) >= '2020-01-31'\n", None),
        (DATE + YES + "        when: value(D-1) >= '2020-13-31'\n", "expression-type"),
        (DATE + YES + "        when: \"'soon' != value(D-1)\"\n", "expression-type"),
        (DATE + YES + "        when: value(D-1) in ['2020-01-31']\n", "expression-type"),
        (LEVEL + YES + "        when: level(L-1) in [1, 2]\n", None),
        (LEVEL + YES + "        when: level(L-1) in ['1', '2']\n", "expression-type"),
        (LEVEL + YES + "        when: level(L-1) in ['1', 2]\n", "expression-type"),
        (LEVEL + YES + "        when: scope in [1]\n", "expression-type"),
        (CHOICE + YES + "        when: value(C-1) in 'b'\n", None),
        (CHOICE + YES + "        when: 1 in value(C-1)\n", "expression-type"),
        (CHOICE + YES + "        when: answered(C-1) in ['b']\n", "expression-type"),
    ],
)
def test_of_questions(write: Write, question: str, rule: str | None) -> None:
    assert _rules(write(HEAD + PILLAR + question)) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("pillar: mean", "pillar: copeland", "method-of-index"),
        ("pillar: mean", "pillar: {method: power, p: -1}", "floor-missing"),
        ("pillar: mean", "pillar: {method: power, p: -1, floor: 1}", None),
        ("pillar: mean", "pillar: {method: geometric, floor: 101}", "method-needs"),
        ("pillar: mean", "pillar: {method: mean, p: 2}", "key-of-other-method"),
        ("pillar: mean", "pillar: {method: power, p: 2}", None),
        (
            "pillar: mean",
            "pillar: {stages: [{stage: 1, needs: level(L-1) > 0}]}",
            "key-of-other-method",
        ),
        (
            "pillar: mean",
            "pillar: {method: stage, stages: [{stage: 1, needs: level(L-1) > 0}]}",
            None,
        ),
        (
            "pillar: mean",
            "pillar: {method: stage, stages: [{stage: 2, needs: level(L-1) > 0}]}",
            "method-needs",
        ),
        ("pillar: mean", "pillar: {deduct: {if: level(L-1) > 0, share: 1.5}}", "method-needs"),
        ("pillar: mean", "pillar: {round: {decimals: -1}}", "method-needs"),
        ("unknown: exclude", "unknown: exclude\n  evidence_from_level: 3", "number-range"),
        ("summary: A sample.", "summary: 'For the {sector}.'", "unknown-placeholder"),
        ("name: Early}", "name: 'Early in {sector}'}", "unknown-placeholder"),
        ("name: In part}", "name: 'In part of {a} and { b }'}", "unknown-placeholder"),
        ("language: en", "language: tet", None),
        ("language: en", "language: zz", "unknown-language"),
        (
            "title: Sample",
            "title: Sample\nparameters: {a b: {title: A, options: {c: {title: C}}}}",
            "wrong-name",
        ),
        (
            "title: Sample",
            "title: Sample\nparameters: {a: {title: A, options: {c: {title: C}}}}",
            None,
        ),
        (
            "title: Sample",
            "title: Sample\nsources: {a: {title: A, url: 'https://e.org/a?b=c#d'}}",
            None,
        ),
        (
            "title: Sample",
            "title: Sample\nsources: {a: {title: A, url: 'javascript:alert(1)'}}",
            "wrong-url",
        ),
        ("title: Sample", "title: Sample\nsources: {a: {title: A, url: 'https://'}}", "wrong-url"),
        (
            "title: Sample",
            "title: Sample\nsources: {a: {title: A, url: 'http://[::1'}}",
            "wrong-url",
        ),
        (
            "title: Sample",
            "title: Sample\nsources: {a: {title: A, url: 'https://a b'}}",
            "wrong-url",
        ),
        ("title: Sample", "title: Sample\nsources: {a: {title: A}}\n# done", None),
    ],
)
def test_of_the_head(write: Write, old: str, new: str, rule: str | None) -> None:
    path = write(HEAD.replace(old, new) + PILLAR + level_question("L-1"))
    assert _rules(path) == ({rule} if rule else set())


def test_a_wrong_key_of_points_is_named_itself(write: Write) -> None:
    points = "        points: {'yes': 90,\n          planed: 10}\n"
    (finding,) = _find(write(HEAD + PILLAR + YES + points))
    assert finding.message.startswith("'planed' is none of 'yes'")
    assert "planned" in finding.mend
    line = (HEAD + PILLAR + YES + points).splitlines()[finding.line - 1]
    assert line[finding.column - 1 :].startswith("planed")


def test_names_in_braces_of_references(write: Write) -> None:
    head = HEAD.replace("scale:", "references: {sdg: ['9.c', '{sektor}']}\nscale:", 1)
    assert head != HEAD
    assert _rules(write(head + PILLAR + LEVEL)) == {"unknown-placeholder"}


def test_names_in_braces_of_pillars(write: Write) -> None:
    pillar = PILLAR.replace("title: Base", "title: 'Base of {sector}'\n    definition: '{x}'")
    findings = _find(write(HEAD + pillar + LEVEL))
    assert [(one.rule, one.line) for one in findings] == [
        ("unknown-placeholder", 18),
        ("unknown-placeholder", 19),
    ]


@pytest.mark.parametrize(
    ("leaf", "rule"),
    [
        ("clip: [0, 120]", None),
        ("clip: [0, 0]", "range-order"),
        ("clip: [0]", "wrong-form"),
        ("normalise: {method: minmax, to: [100, 0]}", "range-order"),
        ("normalise: {method: scaled, low: 4, high: 1}", "range-order"),
        ("normalise: {method: scaled, low: 1, high: 4, factor: 0}", "normalise-needs"),
        ("normalise: {method: zscore, mean: 50, sd: 10}", None),
        ("normalise: {method: zscore, sd: 0}", "normalise-needs"),
        ("normalise: {method: minmax, target: 4}", "key-of-other-method"),
        ("normalise: {method: minmax, bounds: fixed}", "normalise-needs"),
        ("normalise: {method: minmax, bounds: fixed, minimum: 0, maximum: 9}", None),
        ("normalise: {method: minmax, bounds: {percentile: [5, 95]}}", None),
        ("normalise: {method: minmax, bounds: {percentile: [95, 5]}}", "range-order"),
        ("normalise: {method: minmax, bounds: {percentile: [5, 195]}}", "number-range"),
        (
            "normalise: {method: minmax, bounds: {percentile: [5, 95], reference: a.csv}}",
            "normalise-needs",
        ),
        ("normalise: {method: minmax, bounds: {}}", "normalise-needs"),
        ("normalise: {method: minmax, bounds: {reference: /etc/passwd}}", "outside-reference"),
        ("normalise: {method: minmax, bounds: {reference: 'C:\\a.csv'}}", "outside-reference"),
        ("normalise: {method: minmax, bounds: {reference: statistics/a.csv}}", None),
        ("transform: log10, clip: [0, 9]", "goalposts-log"),
        ("transform: log1p, clip: [0, 9]", None),
        ("transform: {method: ln, shift: 1}, clip: [0, 9]", None),
        ("transform: log10, normalise: {method: distance-to-target, target: 0}", "goalposts-log"),
        ("year: edition, drop_after: 10", None),
        ("year: 2020", "unknown-word"),
        ("drop_after: -1", "number-range"),
        ("round: {decimals: 13}", "number-range"),
        ("answers: {none: 0, full: 1, na: skip}", None),
        ("answers: {none: nothing}", "wrong-number"),
        ("answers: {none: 1e999}", "wrong-number"),
        ("treat: none, impute: none, transform: none, normalise: none", None),
        ("treat: {winsorise: {most: -1}}", "number-range"),
    ],
)
def test_of_a_leaf(write: Write, leaf: str, rule: str | None) -> None:
    path = write(INDEX + f"    - {{id: users, title: Users, unit: percent, {leaf}}}\n")
    assert _rules(path) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("uncertainty: {weights: 0.25, normalise: [minmax, zscore], method: [mean]}", None),
        ("uncertainty: {weights: 25}", "number-range"),
        ("uncertainty: {method: [mean, geometric, harmonic, median, min, max, copeland]}", None),
        ("uncertainty: {method: [mean, stage]}", "method-needs"),
        ("uncertainty: {method: [sum, mean]}", "method-needs"),
        ("uncertainty: {method: [mean, power]}", "method-needs"),
        ("uncertainty: {normalise: [minmax, rank, distance-to-best]}", None),
        ("uncertainty: {normalise: [minmax, distance-to-target]}", "normalise-needs"),
        ("uncertainty: {normalise: [minmax, minmax]}", "listed-twice"),
        ("uncertainty: {normalise: [maxmin]}", "unknown-word"),
        ("uncertainty: {impute: [guess]}", "unknown-word"),
        ("rank: {decimals: -1}", "number-range"),
        ("variants: [{id: a, when: score(x) > 4, tree: y}]", "unknown-node"),
        ("variants: [{id: a, when: score(x) > 4}, {id: a, when: score(x) > 2}]", "duplicate-id"),
        ("variants: [{id: a, when: score(x) > 4, tree: users}]", None),
        ("classes: [{id: a, from: 0, name: A}, {id: a, from: 5, name: B}]", "duplicate-id"),
    ],
)
def test_of_an_index(write: Write, more: str, rule: str | None) -> None:
    path = write(INDEX + f"    - {{id: users, title: Users, unit: percent}}\n{more}\n")
    assert _rules(path) == ({rule} if rule else set())


def test_a_leaf_and_a_node_are_two_columns(write: Write) -> None:
    text = INDEX + "    - {id: a, of: [{id: x, title: X, unit: u}]}\n"
    assert _rules(write(text)) == {"duplicate-id"}


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("id: sample", "id: NO", "Write it as 'no'."),
        ("id: sample", "id: My Toolkit!", "Write it as 'my-toolkit'."),
        ("'1.0.0'", "1.10", "Write three whole numbers, such as 1.10.0."),
        ("'1.0.0'", "'1.10'", "Write three whole numbers, such as 1.10.0."),
        ("'1.0.0'", "v2", "Write three whole numbers, such as 2.0.0."),
        ("'1.0.0'", "01.0.0", "Write three whole numbers, such as 1.0.0."),
        ("id: base", "id: base line", "Write it as 'base-line'."),
        ("status: draft", "status: Draft", "Did you mean 'draft'?"),
        ("title: Sample", "titel: Sample\ntitle: Sample", "Did you mean 'title'?"),
        (
            "title: Sample",
            "title: Sample\n<<: {a: b}",
            ("Merge keys are not known here: use an alias for a whole value, or write it out."),
        ),
        ("pillar: mean", "pillar: meen", "Did you mean 'mean'?"),
        ("kind: level", "kind: levle", "Did you mean 'level'?"),
        ("kind: level", "kind: level\n        scale: fvie", "Did you mean 'five'?"),
        ("kind: level", "kind: level\n        sources: [banc]", "Did you mean 'bank'?"),
        ("kind: level", "kind: level\n        when: scope == 'contry'", "Did you mean 'country'?"),
        ("kind: level", "kind: level\n        when: levl(L-0) > 1", "Did you mean 'level'?"),
        ("kind: level", "kind: level\n        when: L-0 > 1", "Write level(L-0) or value(L-0)."),
        (
            "kind: level",
            "kind: level\n        when: value(Y-0) == on",
            ("Put it in quotes if it is a text: 'on'."),
        ),
        ("kind: level", "kind: level\n        when: answered(L0)", "Did you mean 'L-0'?"),
        ("kind: level", "kind: level\n        indicator: usres", "Did you mean 'users'?"),
        ("kind: level", "kind: level\n        text: For {sectr}?", "Did you mean 'sector'?"),
        (
            "kind: level",
            "kind: level\n        related: [{question: L0, kind: near}]",
            ("Did you mean 'L-0'?"),
        ),
    ],
)
def test_what_may_have_been_meant(write: Write, old: str, new: str, mend: str) -> None:
    head = HEAD + "sources: {bank: {title: Bank}}\nscales: {five: {levels: [{level: 0, name: A}, "
    head += (
        "{level: 1, name: B}]}}\nparameters: {sector: {title: Sector, options: {a: {title: A}}}}\n"
    )
    text = head + PILLAR + level_question("L-0").replace("kind: level", "kind:  level")
    text += YES.replace("Y-1", "Y-0") + level_question("L-1").replace(
        "        text: Is there a plan?\n",
        "" if "text:" in new else "        text: Is there a plan?\n",
    )
    assert old in text
    assert mend in {finding.mend for finding in _find(write(text.replace(old, new)))}


def test_a_faulty_head_hides_no_fault_of_meaning(write: Write) -> None:
    head = HEAD.replace("eready-toolkit/1", "eready-toolkit/2").replace(
        "language: en", "language: English"
    )
    head = head.replace("topic: mean, pillar", "topic: meen, pillar")
    text = head + PILLAR + level_question("L-1", "        sources: [atlantis]\n")
    text += level_question("L-2").replace("kind: level", "kind: lvl")
    assert _rules(write(text)) == {"unknown-word", "wrong-id", "unknown-source"}


def test_a_sign_of_other_languages_is_told(write: Write) -> None:
    for sign, instead in (("=", "=="), ("&&", "and"), ("||", "or"), ("!", "not")):
        when = f'        when: "level(L-1) == 1 {sign} level(L-1) == 2"\n'
        (finding,) = _find(
            write(HEAD + PILLAR + level_question("L-1") + level_question("L-2", when))
        )
        assert finding.rule == "expression-syntax"
        assert f"write {instead}." in finding.message


@pytest.mark.parametrize(
    ("normalise", "rule"),
    [
        ("{method: minmax, to: [100, 0]}", "range-order"),
        ("{method: goalposts, minimum: 9, maximum: 1}", "goalposts-order"),
        ("{method: scaled, low: 1}", "normalise-needs"),
        ("{method: minmax, sd: 1}", "key-of-other-method"),
        ("{method: minmax, bounds: {percentile: [5, 195]}}", "number-range"),
        ("{method: minmx}", "unknown-word"),
        ("{method: minmax, bonds: data}", "unknown-key"),
    ],
)
def test_a_fault_of_the_defaults_is_told_once_where_they_stand(
    write: Write, normalise: str, rule: str
) -> None:
    text = INDEX.replace("tree:", f"defaults: {{normalise: {normalise}}}\ntree:")
    leaves = "".join(f"    - {{id: l{one}, title: T, unit: u}}\n" for one in range(20))
    (finding,) = _find(write(text + leaves))
    assert finding.rule == rule
    assert finding.line == 4


def test_large_defaults_are_read_once(write: Write) -> None:
    notes = ", ".join(f"n{one}: x" for one in range(40_000))
    text = INDEX.replace(
        "tree:", f"defaults: {{normalise: {{method: minmax, notes: {{{notes}}}}}}}\ntree:"
    )
    leaves = "".join(f"    - {{id: l{one}, title: T, unit: u}}\n" for one in range(10_000))
    start = time.process_time()
    assert _find(write(text + leaves)) == ()
    assert time.process_time() - start < AGES


def test_a_circle_of_scores_is_told_at_an_expression_of_it(write: Write) -> None:
    gates = "  gates:\n    - {if: score(L-1) > 5, node: base, cap: 50}\n"
    gates += "    - {if: score(total) > 5, node: base, cap: 50}\n"
    (finding,) = _find(write(HEAD + gates + PILLAR + LEVEL))
    assert (finding.rule, finding.line, finding.column) == ("circular-score", 17, 12)


@pytest.mark.parametrize("score", ["total", "base"])
def test_the_rule_of_a_storey_may_not_look_at_what_rests_on_it(write: Write, score: str) -> None:
    rule = f"pillar: {{method: stage, stages: [{{stage: 1, needs: score({score}) > 5}}]}}"
    (finding,) = _find(write(HEAD.replace("pillar: mean", rule) + PILLAR + LEVEL))
    assert (finding.rule, finding.line) == ("circular-score", 11)
    assert "(pillar)" not in finding.message
    own = PILLAR.replace("title: Base", "title: Base\n    method: mean")
    head = HEAD.replace("pillar: mean", rule.replace(f"score({score})", "score(base)"))
    assert _rules(write(head + own + LEVEL)) == set()
    level = rule.replace(f"score({score})", "score(L-1)")
    assert _rules(write(HEAD.replace("pillar: mean", level) + PILLAR + LEVEL)) == set()


@pytest.mark.parametrize(("score", "rule"), [("x", "circular-score"), ("a", None), ("users", None)])
def test_a_node_of_an_index_may_not_look_at_what_rests_on_it(
    write: Write, score: str, rule: str | None
) -> None:
    stages = f"method: stage, stages: [{{stage: 1, needs: score({score}) > 5}}]"
    text = INDEX + "    - {id: a, of: [{id: users, title: U, unit: u}]}\n"
    text += f"    - {{id: b, {stages}, of: [{{id: price, title: P, unit: u}}]}}\n"
    assert _rules(write(text)) == ({rule} if rule else set())
