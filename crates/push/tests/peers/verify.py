"""Reads recorded pushes from standard input and checks each with the independent package
http-message-signatures; prints one line of JSON with the verdicts."""

import base64
import datetime
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, jwk):
        text = jwk["x"] + "=" * (-len(jwk["x"]) % 4)
        self.key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(text))
        self.kid = jwk["kid"]

    def resolve_public_key(self, key_id):
        if key_id != self.kid:
            raise KeyError(key_id)
        return self.key


class Request:
    def __init__(self, recorded):
        self.method, self.url, self.headers = recorded["method"], recorded["url"], recorded["headers"]


work = json.load(sys.stdin)
verifier = HTTPMessageVerifier(
    signature_algorithm=algorithms.ED25519, key_resolver=Keys(work["jwk"])
)
# The requests are signed at a time of the test's own; the verifier's clock is set to it.
now = work["now"]


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(now, tz)


for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith("http_message_signatures"):
        if getattr(module, "datetime", None) is datetime:
            module.datetime = type("clock", (), {**vars(datetime), "datetime": Clock})

verdicts = []
for recorded in work["requests"]:
    try:
        results = verifier.verify(
            Request(recorded),
            max_age=datetime.timedelta(minutes=5),
            expect_tag="khien-push",
            require_components=("@method", "@target-uri", "content-digest", "khien-sequence"),
            body=recorded["body"].encode(),
        )
        verdicts.append("good" if len(results) == 1 else "several")
    except Exception as error:
        verdicts.append("refused: " + type(error).__name__ + ": " + str(error))
print(json.dumps(verdicts))
