#!/usr/bin/env bash
# Plays the Beskedfordeler's two sides with Debian's amqp-tools: amqp_tools.sh SANDBOX_JSON BESKED_XML MODTAGET_XML
#
# They cannot do SASL EXTERNAL, so the token is the password of SASL PLAIN, which a sandbox allows. They wait for no
# reply either: that the besked came through is seen from the dueslag. A queue of another system is refused.
set -euo pipefail
cd "$(dirname "$0")"
descriptor=$1 besked=$2 modtaget=$3
. <(/usr/bin/python3 sandkasse.py "$descriptor")
tls=(--ssl --cacert="$ca" --cert="$cert" --key="$key")

# With --ssl these programs want the server, user and password in one URL. Prints it for the token on standard input.
url() {
  /usr/bin/python3 -c 'import sys, urllib.parse
print("amqps://token:" + urllib.parse.quote(sys.stdin.read().rstrip("\n"), safe="") + "@" + sys.argv[1], end="")' "$host:$port/$vhost"
}

afsend=$(./curl_sts.sh "$descriptor" token afsend)
amqp-publish "${tls[@]}" --url="$(url <<<"$afsend")" --exchange="$exchange" --persistent --content-type=application/xml \
  --header "token: $afsend" <"$besked"
echo "published"

modtag=$(./curl_sts.sh "$descriptor" token modtag)
timeout 60 amqp-consume "${tls[@]}" --url="$(url <<<"$modtag")" --queue="$dueslag" --count=1 --prefetch-count=1 \
  cat >"$modtaget"
echo "received"

if answer=$(amqp-get "${tls[@]}" --url="$(url <<<"$modtag")" --queue="$other_dueslag" 2>&1); then
  echo "another system's dueslag was not refused" >&2
  exit 1
fi
echo "refused: $answer"
grep -q ACCESS_REFUSED <<<"$answer"
