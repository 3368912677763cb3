from regdash.services.form_parts import common_part, own_part, whole_form

FORMS = [
    {"data": {"train_size": 500, "label_noise": 0.1}, "epochs": 3, "techniques": {}},
    {"data": {"train_size": 500}, "epochs": 3, "techniques": {"l2": {}}},
    {"data": {"train_size": 500}, "epochs": 3, "batch_size": 64, "techniques": {"l2": {}}},
]


def test_what_is_common_is_written_once() -> None:
    common = common_part(FORMS)
    assert common == {"data": {"train_size": 500}, "epochs": 3}
    assert [own_part(form, common) for form in FORMS] == [
        {"data": {"label_noise": 0.1}},
        {"techniques": {"l2": {}}},
        {"batch_size": 64, "techniques": {"l2": {}}},
    ]


def test_both_parts_give_the_form() -> None:
    common = common_part(FORMS)
    for form in FORMS:
        whole = whole_form(common, own_part(form, common))
        assert {"techniques": {}, **whole} == form


def test_kinds_of_value_that_a_stranger_may_mix() -> None:
    assert whole_form({"data": {"train_size": 5}}, {"data": 3}) == {"data": 3}
    assert whole_form({"epochs": 3}, {"epochs": {"a": 1}}) == {"epochs": {"a": 1}}
    assert common_part([{"data": {"a": 1}}, {"data": 3}, {}]) == {}
