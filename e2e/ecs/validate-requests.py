"""Validates requests to ECS, given as JSON [[operation, parameters], ...], by botocore's own model."""

import json
import sys

import botocore.session
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("ecs")
problems = []
for operation, parameters in json.load(sys.stdin):
    report = ParamValidator().validate(parameters, model.operation_model(operation).input_shape)
    if report.has_errors():
        problems.append(f"{operation}: {report.generate_report()}")
print(json.dumps(problems))
