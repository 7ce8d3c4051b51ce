#!/usr/bin/env bash
# Asks the STS's REST door for tokens with curl.
#   curl_sts.sh SANDBOX_JSON token afsend|modtag   prints the assertion
#   curl_sts.sh SANDBOX_JSON                       the door's answers: a token, and what is refused without a
#                                                  certificate, with another's key, and for an unknown audience
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 sandkasse.py "$1" >"$work/sandbox"
. "$work/sandbox"

# request AUDIENCE CERTIFICATE-IN-USEKEY
request() {
  cat <<JSON
{"TokenType": "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
 "RequestType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
 "KeyType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
 "AnvenderKontekst": {"Cvr": "$cvr"}, "UseKey": "$(openssl x509 -in "$2" -outform DER | base64 -w0)",
 "AppliesTo": {"EndpointReference": {"Address": "$1"}}, "OnBehalfOf": null}
JSON
}

# Posts standard input; leaves the answer in $work/answer and prints the status.
post() {
  curl --silent --show-error --max-time 20 --cacert "$ca" -H 'Content-Type: application/json' --data-binary @- \
    -o "$work/answer" -w '%{http_code}' "$@" "$sts"
}

assertion() {
  /usr/bin/python3 -c 'import base64, json, sys
print(base64.b64decode(json.load(sys.stdin)["RequestedSecurityToken"]["Assertion"]).decode("utf-8"), end="")' <"$work/answer"
}

expect() {
  [ "$3" = "$2" ] || { echo "$1: $3, not $2; $(cat "$work/answer")" >&2; exit 1; }
  echo "$1: $3"
}

own=(--cert "$cert" --key "$key")
if [ "${2:-}" = token ]; then
  audience=audience_$3
  expect token 200 "$(request "${!audience}" "$cert" | post "${own[@]}")" >&2
  assertion
  exit
fi

expect "a token" 200 "$(request "$audience_afsend" "$cert" | post "${own[@]}")"
assertion | xmllint --noout --nonet -
expect "no certificate" 401 "$(request "$audience_afsend" "$cert" | post)"
expect "another system's key" 400 "$(request "$audience_afsend" "$other_cert" | post "${own[@]}")"
expect "an unknown audience" 400 "$(request urn:brevdue:no-such-service "$cert" | post "${own[@]}")"
grep -q '"code": *5002' "$work/answer"
expect "no JSON" 400 "$(echo '{"AppliesTo": ' | post "${own[@]}")"
