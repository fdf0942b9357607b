"""Asks Assay which checkout a few shoppers get, with OpenFeature's own SDK and its OFREP provider."""

import os

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

key = os.environ["ASSAY_KEY"]
api.set_provider(
    OFREPProvider(base_url=os.environ["ASSAY_URL"], headers_factory=lambda: {"Authorization": f"Bearer {key}"})
)
client = api.get_client()


def show(flag: str, context: EvaluationContext) -> None:
    details = client.get_string_details(flag, "the default", context)
    outcome = details.error_code.value if details.error_code else details.reason
    print(f"{context.targeting_key or 'nobody':7} {flag:9} {details.value:12} {outcome} {details.flag_metadata}")


for user, age in [("ada", 70), ("bob", 68), ("eve", 81), ("tim", 30)]:
    show("checkout", EvaluationContext(targeting_key=user, attributes={"age": age}))
show("checkout", EvaluationContext(attributes={"age": 70}))
show("missing", EvaluationContext(targeting_key="ada"))
api.shutdown()
