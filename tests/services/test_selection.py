from regdash.content import case_study
from regdash.services.runs import RunService
from regdash.services.selection import Selection


def test_only_a_case_study_has_references_of_its_own(service: RunService) -> None:
    for kind, references in (("", None), (case_study.KIND, case_study.REFERENCES)):
        comparison = service.store.comparison(service.store.add_comparison("", kind))
        assert comparison is not None
        assert Selection.with_own_references(comparison, []).references == references
