"""Call screening (12)."""

from dataclasses import replace

from portaswitch import ConditionSummary, ConditionType, ScreeningCondition, ScreeningRule
from tests.portaswitch.samples import Sample

CONDITION = ScreeningCondition("Mum", ConditionType.FROM, ("12125550123",), i_cp_condition=5)
RULE = ScreeningRule(order=1, action=1, caller=ConditionSummary(5, "Mum"), i_cp_rule=8)
OTHER_CONDITION = replace(CONDITION, name="Mother", number_patterns=("12125550124",))
OTHER_RULE = replace(RULE, caller=None, enabled=False)

SAMPLES: dict[str, Sample] = {
    "get_cp_rule_list": lambda a: a.get_cp_rule_list(),
    "add_cp_rule": lambda a: a.add_cp_rule(RULE),
    "update_cp_rule": lambda a: a.update_cp_rule(RULE, OTHER_RULE),
    "delete_cp_rule": lambda a: a.delete_cp_rule(8),
    "get_cp_condition_list": lambda a: a.get_cp_condition_list(),
    "add_cp_condition": lambda a: a.add_cp_condition(CONDITION),
    "update_cp_condition": lambda a: a.update_cp_condition(CONDITION, OTHER_CONDITION),
    "delete_cp_condition": lambda a: a.delete_cp_condition(5),
}
