"""Agreement and intervals: equal to published examples, to statsmodels and to krippendorff; undefined is never 0."""

from __future__ import annotations

from fractions import Fraction

import krippendorff
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student
from statsmodels.stats.inter_rater import cohens_kappa as peer_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as peer_fleiss
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from weipian_plugin.domain.review.agreement import (
    cohens_kappa,
    fleiss_kappa,
    krippendorff_interval,
    krippendorff_nominal,
    linear,
    nominal,
    quadratic,
)
from weipian_plugin.domain.review.intervals import Share, of_mean, t_of, wilson

# Fleiss 1971, table 1: 30 patients, six psychiatrists, five diagnoses.
PSYCHIATRIC = [[int(digit) for digit in line] for line in (
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006")]
# Cohen 1960, table 1: two judges, 200 cases, three categories (per cent of 200).
COHEN = {("1", "1"): 88, ("2", "1"): 14, ("3", "1"): 18, ("1", "2"): 10, ("2", "2"): 40, ("3", "2"): 10,
         ("1", "3"): 2, ("2", "3"): 6, ("3", "3"): 12}
# Krippendorff 2011, C: four observers, twelve units, five categories, missing values.
CANONICAL = [[None if cell == "*" else int(cell) for cell in line.split()] for line in (
    "1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *")]
COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3)
HALF = Fraction(1, 2000)


def cells(rows):
    return {(str(row), str(column)): number for row, line in enumerate(rows) for column, number in enumerate(line)}


def near(one, other, within=1e-9):
    return abs(float(one) - float(other)) <= within


def test_fleiss_finds_what_fleiss_published():
    found = fleiss_kappa(dict(zip("abcde", unit)) for unit in PSYCHIATRIC)
    assert abs(found.value - Fraction("0.430")) < HALF
    assert near(found.value, peer_fleiss(numpy.array(PSYCHIATRIC))) and found.n == 30


def test_cohen_finds_what_cohen_published():
    assert cohens_kappa(COHEN).value == Fraction(29, 59)  # printed as .492


def test_krippendorff_finds_what_krippendorff_published():
    units = list(zip(*CANONICAL))
    assert abs(krippendorff_nominal(units).value - Fraction("0.743")) < HALF
    assert abs(krippendorff_interval(units).value - Fraction("0.849")) < HALF
    assert krippendorff_nominal(units).n == 11  # the last but one of twelve was read once only


def test_the_example_of_three_coders_with_missing_values():
    rows = [[None if cell == "*" else int(cell) for cell in line.split()] for line in (
        "* * * * * 3 4 1 2 1 1 3 3 * 3", "1 * 2 1 3 3 4 3 * * * * * * *", "* * 2 1 3 4 4 * 2 1 1 3 3 * 4")]
    assert abs(krippendorff_nominal(zip(*rows)).value - Fraction("0.691")) < HALF
    assert abs(krippendorff_interval(zip(*rows)).value - Fraction("0.811")) < HALF


# R. G. Newcombe, Statistics in Medicine 17 (1998), table I: Wilson's score interval.
@pytest.mark.parametrize("hits, number, low, high", [
    (81, 263, "0.2553", "0.3662"), (15, 148, "0.0624", "0.1605"), (0, 20, "0.0000", "0.1611"),
    (1, 29, "0.0061", "0.1718")])
def test_wilson_finds_what_newcombe_published(hits, number, low, high):
    found = wilson(hits, number)
    assert (f"{found.low:.4f}", f"{found.high:.4f}") == (low, high)


@given(st.integers(1, 3000), st.floats(0, 1))
@settings(deadline=None, max_examples=80)
def test_intervals_of_shares_are_those_of_statsmodels(number, share):
    hits = round(share * number)
    low, high = proportion_confint(hits, number, method="wilson")
    assert near(wilson(hits, number).low, low) and near(wilson(hits, number).high, high)


@pytest.mark.parametrize("free, published", [(1, "12.706"), (2, "4.303"), (9, "2.262"), (30, "2.042"), (120, "1.980")])
def test_the_quantiles_of_student_are_those_of_his_table(free, published):
    assert f"{t_of(free):.3f}" == published


@given(st.integers(1, 200_000), st.sampled_from((0.5, 0.9, 0.95, 0.99, 0.999)))
@settings(deadline=None, max_examples=80)
def test_the_quantiles_of_student_are_those_of_scipy(free, level):
    assert t_of(free, level) == pytest.approx(float(student.ppf((1 + level) / 2, free)), rel=1e-7)


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=40))
@settings(deadline=None, max_examples=60)
def test_the_interval_of_a_mean_is_that_of_statsmodels_and_of_values_alike_there_is_none(cents):
    values = [cent / 100 for cent in cents]
    found = of_mean(values)
    if len(set(values)) == 1:
        assert found is None
    else:
        assert (found.low, found.high) == pytest.approx(DescrStatsW(values).tconfint_mean(), rel=1e-7, abs=1e-8)
    assert of_mean(values[:1]) is None and of_mean([]) is None


def test_a_kappa_of_one_or_of_few_has_no_interval_and_says_why():
    alike = cohens_kappa({("合法", "合法"): 60, ("违法", "违法"): 40})
    assert (alike.value, alike.error, alike.interval) == (1, 0, None) and alike.interval_shown() == "各例相同，不给区间"
    few = cohens_kappa({("合法", "合法"): 4, ("违法", "违法"): 2, ("合法", "违法"): 1})  # two classes: eight are needed
    assert few.value is not None and few.error > 0 and few.interval is None and "太少" in few.interval_shown()
    enough = cohens_kappa({("合法", "合法"): 4, ("违法", "违法"): 3, ("合法", "违法"): 1})
    assert enough.interval is not None and " – " in enough.interval_shown() and enough.why == ""
    assert cohens_kappa({}).interval_shown() == ""  # there is no κ either
    for found in (fleiss_kappa([{"a": 2}, {"b": 2}]), krippendorff_nominal([("a", "a"), ("b", "b")]),
                  krippendorff_interval([(1, 1), (2, 2)])):
        assert found.value == 1 and found.interval is None and found.interval_shown("en") == "all alike: no interval"


def test_jackknifed_intervals_go_by_student():
    diagnoses = [dict(zip("abcde", unit)) for unit in PSYCHIATRIC]
    found = fleiss_kappa(diagnoses)
    assert near(found.interval.high - found.interval.low, 2 * t_of(29) * found.error)


@given(COUNTS)
@settings(deadline=None, max_examples=60)
def test_kappa_and_its_interval_are_those_of_statsmodels(rows):
    for weight, name in ((nominal, None), (linear, "linear"), (quadratic, "quadratic")):
        found = cohens_kappa(cells(rows), "012", weight)
        lines = [sum(row) for row in rows]
        columns = [sum(column) for column in zip(*rows)]
        if not sum(lines) or any(a == b == sum(lines) for a, b in zip(lines, columns)):
            assert found.value is None
            continue
        peer = peer_cohen(numpy.array(rows), wt=name)
        error = max(float(peer.var_kappa), 0.0) ** 0.5  # a variance of 0 comes out a little below 0 there
        assert near(found.value, peer.kappa) and near(found.error, error, 1e-6)


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=2, max_size=12))
@settings(deadline=None, max_examples=60)
def test_alpha_is_that_of_the_krippendorff_package(units):
    said = [value for unit in units for value in unit if value is not None and len([v for v in unit if v]) > 1]
    table = numpy.array([[numpy.nan if value is None else value for value in unit] for unit in units], float).T
    for ours, level in ((krippendorff_nominal, "nominal"), (krippendorff_interval, "interval")):
        if len(set(said)) < 2:
            assert ours(units).value is None
        else:
            assert near(ours(units).value, krippendorff.alpha(reliability_data=table, level_of_measurement=level))


def test_the_standard_errors_of_alpha_and_fleiss_are_the_jackknifes_unit_by_unit():
    def one_by_one(function, units):
        values = [float(function(units[:place] + units[place + 1:]).value) for place in range(len(units))]
        mean = sum(values) / len(values)
        return ((len(units) - 1) / len(units) * sum((value - mean) ** 2 for value in values)) ** 0.5

    diagnoses = [dict(zip("abcde", unit)) for unit in PSYCHIATRIC]
    assert near(fleiss_kappa(diagnoses).error, one_by_one(fleiss_kappa, diagnoses))
    units = [unit for unit in zip(*CANONICAL) if sum(value is not None for value in unit) > 1]
    for function in (krippendorff_nominal, krippendorff_interval):
        assert near(function(units).error, one_by_one(function, units))


def test_what_is_not_defined_is_not_zero():
    nothing = (cohens_kappa({}), cohens_kappa({("a", "a"): 9}), fleiss_kappa([]), fleiss_kappa([{"a": 3}, {"a": 3}]),
               fleiss_kappa([{"a": 2}, {"a": 1, "b": 2}]), krippendorff_nominal([("a", None)]),
               krippendorff_interval([(1, 1), (1, 1)]))
    for found in nothing:
        assert found.value is None and found.interval is None and found.shown() == "不可计算"
    assert wilson(0, 0) is None
    assert Share().value is None and Share().shown() == "不可计算" and Share().shown("en") == "cannot be computed"


def test_full_disagreement_and_full_agreement_have_a_value():
    assert cohens_kappa({("a", "b"): 5, ("b", "a"): 5}).value == -1
    assert cohens_kappa({("a", "a"): 5, ("b", "b"): 5}).value == 1
