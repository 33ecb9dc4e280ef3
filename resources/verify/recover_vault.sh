#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Takes every original out of a vault and checks its custody log, without the program
# that made it: with age, sha256sum (or shasum), openssl, awk and sed alone.
#
#   sh recover_vault.sh VAULT OUT                     asks for the passphrase
#   sh recover_vault.sh VAULT OUT KEYFILE             the recovery key, typed into a file
#   sh recover_vault.sh --head COUNT:ROOT VAULT OUT   compares with a state from paper, too
#   sh recover_vault.sh --slot identity-2.age ...     with this passphrase slot
#
# OUT must not exist. It becomes the only place that is written to, AND WHAT STANDS IN IT
# IS NOT ENCRYPTED. Keys stay in memory: in no file, no argument, no environment.
# Ends with 0: all matches; 1: something does not match; 2: it could not be done.
#
# shellcheck disable=SC2059 # the only formats are octal escapes made here
#
# How a vault is built: docs/formats/vault.md, log-entry.md, checkpoint.md, text-pack.md.

LC_ALL=C
export LC_ALL
umask 077
set -f # no name in a vault is a pattern

bad=0
head_given=
slot_given=

fail() {
    printf '%s\n' "$*" >&2
    exit 2
}
good() { printf '%s\n' "$1: matches" >>"$report"; }
differs() {
    bad=1
    printf '%s\n' "$1: DOES NOT MATCH ($2)" | tee -a "$report"
}
note() { printf '%s\n' "$*" | tee -a "$report"; }

# ---- SHA-256 of standard input as hex, with whichever tool is there
if command -v sha256sum >/dev/null 2>&1; then
    hash_in() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then
    hash_in() { shasum -a 256; }
else
    hash_in() { openssl dgst -sha256 -r; }
fi
sha() {
    digest=$(hash_in)
    printf '%s' "${digest%%[ *]*}"
}

# ---- hex to the octal escapes that every printf knows
octal() {
    rest=$1
    bytes=
    while [ -n "$rest" ]; do
        tail=${rest#??}
        byte=$((0x${rest%"$tail"}))
        bytes="$bytes\\$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
        rest=$tail
    done
}

# ---- HMAC-SHA-256 (RFC 2104) by hand: openssl would show the key in its arguments
pad() { # key of 32 bytes as hex, one byte to mix in; sets bytes
    rest=$1
    bytes=
    count=0
    while [ "$count" -lt 64 ]; do
        if [ -n "$rest" ]; then
            tail=${rest#??}
            byte=$((0x${rest%"$tail"} ^ $2))
            rest=$tail
        else
            byte=$2
        fi
        bytes="$bytes\\$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
        count=$((count + 1))
    done
}
set_key() {
    pad "$1" 54
    inner=$bytes
    pad "$1" 92
    outer=$bytes
}
hmac() { # message as octal escapes; sets mac
    mac=$( { printf "$inner"; printf "$1"; } | hash_in)
    octal "${mac%%[ *]*}"
    mac=$( { printf "$outer"; printf "$bytes"; } | hash_in)
    mac=${mac%%[ *]*}
}
text_octal() { # ASCII text to octal escapes; sets bytes
    octal "$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')"
}
derive() { # HKDF-SHA-256 (RFC 5869) of the seed, no salt, label as info, 32 bytes; sets mac
    set_key 0000000000000000000000000000000000000000000000000000000000000000
    octal "$1"
    hmac "$bytes"
    set_key "$mac"
    text_octal "$2"
    hmac "$bytes\\001"
}

# ---- RFC 9162 tree
node() { # two hex hashes; sets hash
    octal "$1$2"
    hash=$(printf "\\001$bytes" | hash_in)
    hash=${hash%%[ *]*}
}
append() { # a leaf; keeps $peaks (largest first) and $size
    index=$size
    hash=$1
    while [ $((index % 2)) -eq 1 ]; do
        left=${peaks##* }
        peaks=${peaks% *}
        node "$left" "$hash"
        index=$((index / 2))
    done
    peaks="$peaks $hash"
    size=$((size + 1))
}
root_now() { # sets hash
    folded=$peaks
    hash=${folded##* }
    folded=${folded% *}
    while [ -n "$folded" ]; do
        node "${folded##* }" "$hash"
        folded=${folded% *}
    done
}

# ---- canonical JSON: one value has one form, so that sed can take it apart
hex_field() { printf '%s' "$1" | sed -n "s/.*[{,]\"$2\":\"\\([0-9a-f]*\\)\".*/\\1/p"; }
number_field() { printf '%s' "$1" | sed -n "s/.*[{,]\"$2\":\\([0-9][0-9]*\\)[,}].*/\\1/p"; }

# ---- arguments and tools
while [ $# -gt 0 ]; do
    case $1 in
    --head) [ $# -gt 1 ] || fail "--head COUNT:ROOT"; head_given=$(printf '%s' "$2" | tr -d ' \n' | tr A-F a-f); shift 2 ;;
    --slot) [ $# -gt 1 ] || fail "--slot FILE"; slot_given=$2; shift 2 ;;
    --) shift; break ;;
    -*) fail "unknown option: $1" ;;
    *) break ;;
    esac
done
[ $# -eq 2 ] || [ $# -eq 3 ] || fail "usage: sh recover_vault.sh [--head COUNT:ROOT] [--slot FILE] VAULT OUT [KEYFILE]"
vault=$1
out=$2
keyfile=${3:-}
case $vault in -*) vault=./$vault ;; esac
case $out in -*) out=./$out ;; esac
for tool in age openssl awk sed od tr tee; do
    command -v "$tool" >/dev/null 2>&1 || fail "needed and not found: $tool"
done
[ -f "$vault/vault.json" ] || fail "no vault: $vault"
[ -e "$out" ] || [ -L "$out" ] && fail "exists already: $out"

# ---- the keys, into memory
identity=
if [ -n "$keyfile" ]; then
    key=$(tr -d ' \t\r\n' <"$keyfile" | tr '[:lower:]' '[:upper:]') || fail "cannot be read: $keyfile"
    identity=$(printf '%s\n' "$key" | age -d -i - "$vault/identity-recovery.age") || fail "this recovery key does not open the vault"
    key=
else
    set +f
    for slot in "$vault/${slot_given:-identity.age}" "$vault"/identity-[0-9]*.age; do
        [ -z "$identity" ] && [ -f "$slot" ] || continue
        printf '%s\n' "Opening ${slot##*/}" >&2
        identity=$(age -d "$slot") || identity=
        [ -n "$slot_given" ] && break
    done
    set -f
fi
[ -n "$identity" ] || fail "the vault did not open"
seed=$(printf '%s\n' "$identity" | sed -n 's/^# seed: \([0-9a-f]*\)$/\1/p')
[ ${#seed} -eq 64 ] || fail "the key slot holds no seed"
unseal() { printf '%s\n' "$identity" | age -d -i - "$1" 2>/dev/null; }
derive "$seed" "evidence-kit/v1/log-salts"
set_key "$mac"
seed=
mac=

mkdir "$out" "$out/originals" "$out/check" || fail "cannot be made: $out"
report=$out/report.txt
list=$out/list.tsv
entries=$out/custody-log.jsonl
objects=$out/check/objects.tsv
for empty in "$report" "$entries" "$objects" "$out/names.jsonl"; do : >"$empty"; done
printf 'number\tfile\tsha256\tlog entry\ttext\n' >"$list"

# ---- the public header
header=$(cat "$vault/vault.json")
id=$(hex_field "$header" vault)
printf '%b' "$(printf '%s' "$header" | sed -n 's/.*"signing_key":"\([^"]*\)".*/\1/p')" >"$out/check/signing-key.pem"
header_sha=$(sha <"$vault/vault.json")
key_sha=$(sha <"$out/check/signing-key.pem")

# ---- the custody log: every segment, number, link, root and signature
check_head() { # line of a signed head, name of what it is in
    signed=$(number_field "$1" size)
    printf '%s' "$1" | sed -n 's/.*"signature":"\([^"]*\)".*/\1/p' | openssl base64 -d -A >"$out/check/head.sig" 2>/dev/null
    if ! printf 'evidence-kit checkpoint v1\n%s\n%s\n%s\n' "$id" "$signed" "$(hex_field "$1" root)" |
        openssl dgst -sha256 -verify "$out/check/signing-key.pem" -signature "$out/check/head.sig" >/dev/null 2>&1; then
        differs "$2" "its head is not signed by the key of this vault"
    elif [ "$signed" != "$size" ]; then
        differs "$2" "its head is for $signed entries, and here are $size"
    elif [ "$known" -eq 1 ]; then
        root_now
        if [ "$hash" = "$(hex_field "$1" root)" ]; then good "$2"; else differs "$2" "the root is another one"; fi
    else
        note "$2: cannot be judged (entries before it are missing)"
    fi
}
take_entry() { # one line of the log
    printf '%s\n' "$1" >>"$entries"
    seq=$(number_field "$1" seq)
    if [ "$seq" != "$size" ]; then
        differs "log entry $size" "carries number ${seq:-none}"
    fi
    named=$(printf '%s' "$1" | sed -n 's/.*,"prev":"\([0-9a-f]*\)".*/\1/p')
    if [ "$known" -eq 1 ] && [ "$named" != "$leaf" ]; then
        differs "log entry $size" "does not follow from the one before it"
    fi
    octal "$(printf '%016x' "$size")"
    hmac "$bytes"
    octal "$(printf '%.32s' "$mac")"
    leaf=$( { printf "$bytes"; printf '%s' "$1"; } | hash_in)
    octal "${leaf%%[ *]*}"
    leaf=$(printf "\\000$bytes" | hash_in)
    leaf=${leaf%%[ *]*}
    append "$leaf"
    if [ "${head_given%%:*}" = "$size" ] && [ "$known" -eq 1 ]; then
        root_now
        head_found=$size:$hash
    fi
    remember "$1"
}
remember() { # what an entry says of files
    body=$(printf '%s' "$1" | sed -n 's/.*,"body":\(.*\),"pack":.*/\1/p')
    pack=$(printf '%s' "$1" | sed -n 's/.*,"pack":{\(.*\)},"prev":.*/{\1}/p')
    [ -z "$pack" ] || row pack "$pack" -
    case $1 in
    *'"type":"created"'*)
        wanted_header=$(hex_field "$body" header_sha256)
        [ "$(hex_field "$body" signing_key)" = "$key_sha" ] || differs vault.json "the signing key is another one"
        slots=$(printf '%s' "$body" | sed -n 's/.*"slots":\[\(.*\)\].*/\1/p' | tr '{' '\n' | sed -n 's/"file":"\([a-z0-9.-]*\)","sha256":"\([0-9a-f]*\)".*/\1 \2/p')
        ;;
    *'"type":"slot-changed"'*)
        wanted_header=$(hex_field "$body" header_sha256)
        slot=$(printf '%s' "$body" | sed -n 's/.*"slot":"\([a-z0-9.-]*\)".*/\1/p')
        case $body in
        *'"change":"recovery_confirmed"'*) ;;
        *)
            slots=$(printf '%s\n' "$slots" | awk -v name="$slot" '$1 != name')
            found=$(printf '%s' "${body%%,\"slot\"*}" | sed -n 's/.*[{,]"sha256":"\([0-9a-f]*\)".*/\1/p')
            [ -z "$found" ] || slots=$(printf '%s\n%s %s' "$slots" "$slot" "$found")
            ;;
        esac
        ;;
    *'"type":"acquired"'*)
        row original "${body%%,\"text\":*}}" "$(hex_field "$body" id)"
        ;;
    *'"type":"registered"'*)
        printf '%s\t(no copy was made)\t%s\t%s\t%s\n' "$(number_field "$body" number)" \
            "$(hex_field "${body%%,\"text\":*}}" sha256)" "$seq" "$(hex_field "$body" id)" >>"$list"
        ;;
    *'"type":"interpreted"'*)
        [ -z "$(hex_field "$body" object)" ] || row records "$body" -
        ;;
    *'"type":"removed"'*)
        printf '%s' "$body" | sed -n 's/.*"objects":\[\([^]]*\)\].*/\1/p' | tr ',' '\n' | tr -d '"' |
            awk -v seq="$seq" 'NF { print "removed\t" $1 "\t-\t-\t" seq "\t-\t-" }' >>"$objects"
        printf '%s' "$body" | sed -n 's/.*"packs":\[\(.*\)\].*/\1/p' | awk '{ gsub(/\},\{"new"/, "}\n{\"new\""); print }' |
            while IFS= read -r one; do
                old=$(hex_field "$one" old)
                [ -z "$old" ] || printf 'removed\t%s\t-\t-\t%s\t-\t-\n' "$old" "$seq" >>"$objects"
                [ -z "$(hex_field "$one" object)" ] || row pack "$one" -
            done
        ;;
    *'"type":"recovered"'*)
        printf '%s' "$body" | tr '{' '\n' | sed -n 's/"object":"\([0-9a-f]*\)","sealed_sha256":"\([0-9a-f]*\)".*/\1 \2/p' |
            awk -v seq="$seq" '{ print "other\t" $1 "\t" $2 "\t-\t" seq "\t-\t-" }' >>"$objects"
        ;;
    esac
}
row() { # kind, JSON with the five fields of an object, id of its text
    plain=$(hex_field "$2" stored_sha256)
    [ -n "$plain" ] || plain=$(hex_field "$2" sha256)
    number=$(number_field "$2" number)
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$(hex_field "$2" object)" "$(hex_field "$2" sealed_sha256)" \
        "${plain:--}" "$seq" "${number:--}" "$3" >>"$objects"
}

size=0
peaks=
leaf=
known=1
wanted_header=
slots=
head_found=
set +f
for segment in "$vault"/log/*.age; do
    set -f
    [ -f "$segment" ] || continue
    item=log/${segment##*/}
    first=$(printf '%s' "${segment##*/}" | sed -n 's/^0*\([0-9][0-9]*\)\.age$/\1/p')
    if [ -z "$first" ] || [ "$first" -lt "$size" ]; then
        differs "$item" "does not belong here"
        continue
    fi
    if [ "$first" -gt "$size" ]; then
        differs "log/$(printf '%010d' "$size").age" "is missing: entries $size to $((first - 1))"
        size=$first
        known=0
    fi
    # Through a file in OUT: some shells put a here-document into /tmp.
    unseal "$segment" >"$out/check/segment.jsonl" || {
        differs "$item" "does not open"
        known=0
        continue
    }
    before=
    while IFS= read -r line; do
        [ -z "$before" ] || take_entry "$before"
        before=$line
    done <"$out/check/segment.jsonl"
    check_head "$before" "$item"
    beside=$vault/checkpoints/$(printf '%010d' "$size").json
    if [ ! -f "$beside" ]; then
        note "checkpoints/${beside##*/}: is missing; the same head stands in $item"
    elif [ "$(cat "$beside")" = "$before" ]; then
        good "checkpoints/${beside##*/}"
    else
        differs "checkpoints/${beside##*/}" "is another one than in $item"
    fi
done
set +f
for beside in "$vault"/checkpoints/*.json; do
    set -f
    at=$(printf '%s' "${beside##*/}" | sed -n 's/^0*\([0-9][0-9]*\)\.json$/\1/p')
    [ -z "$at" ] || [ "$at" -le "$size" ] || differs "checkpoints/${beside##*/}" "speaks of more entries than the log has"
done
set -f
[ "$size" -gt 0 ] || differs log "there is none"
if [ "$header_sha" = "$wanted_header" ]; then
    good vault.json
elif [ "$known" -eq 1 ]; then
    differs vault.json "is not what the log says"
else
    note "vault.json: cannot be judged (entries of the log are missing)"
fi
printf '%s\n' "$slots" | while read -r slot wanted; do
    [ -n "$slot" ] || continue
    [ -f "$vault/$slot" ] && [ "$(sha <"$vault/$slot")" = "$wanted" ] || printf '%s\n' "$slot"
done >"$out/check/slots.txt"
while read -r slot; do differs "$slot" "is not what the log says"; done <"$out/check/slots.txt"

# ---- the sealed files, and out of them the originals
awk -F '\t' '$1 == "removed" { print $2 "\t" $5 }' "$objects" >"$out/check/removed.tsv"
tab=$(printf '\t')
while IFS="$tab" read -r kind object sealed plain seq number text; do
    [ "$kind" != removed ] || continue
    item=objects/$(printf '%.2s' "$object")/$object.age
    gone=$(awk -F '\t' -v name="$object" '$1 == name { print $2; exit }' "$out/check/removed.tsv")
    if [ -n "$gone" ]; then
        if [ -e "$vault/$item" ]; then differs "$item" "was removed by log entry $gone, and is still there"; fi
        [ "$kind" != original ] ||
            printf '%s\t(removed by log entry %s)\t%s\t%s\t%s\n' "$number" "$gone" "$plain" "$seq" "$text" >>"$list"
        continue
    fi
    if [ ! -f "$vault/$item" ] || [ -L "$vault/$item" ]; then
        differs "$item" "is missing"
        continue
    fi
    if [ "$(sha <"$vault/$item")" = "$sealed" ]; then good "$item"; else differs "$item" "was changed"; fi
    case $kind in
    pack) unseal "$vault/$item" >>"$out/names.jsonl" || differs "$item" "does not open" ;;
    original)
        file=$out/originals/$(printf '%04d' "$number")-entry$seq
        unseal "$vault/$item" >"$file" || differs "$item" "does not open"
        if [ "$(sha <"$file")" = "$plain" ]; then
            good "exhibit $number"
        else
            differs "exhibit $number" "the content is another one"
            mv "$file" "$file.DAMAGED"
            file=$file.DAMAGED
        fi
        printf '%s\t%s\t%s\t%s\t%s\n' "$number" "originals/${file##*/}" "$plain" "$seq" "$text" >>"$list"
        ;;
    esac
done <"$objects"

# ---- safe endings for the originals; their names stand in names.jsonl, as they were
tail -n +2 "$list" >"$out/check/list.tsv"
head -n 1 "$list" >"$out/list.new"
while IFS="$tab" read -r number file plain seq text; do
    ending=$(awk -v id="\"id\":\"$text\"" 'index($0, id)' "$out/names.jsonl" |
        sed -En 's/.*"name":\{[^{}]*"text":"([^"\\]|\\.)*\.([A-Za-z0-9]{1,8})"\}.*/\2/p' | head -n 1)
    if [ -n "$ending" ] && [ -f "$out/$file" ]; then
        mv "$out/$file" "$out/$file.$ending"
        file=$file.$ending
    fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$number" "$file" "$plain" "$seq" "$text"
done <"$out/check/list.tsv" >>"$out/list.new"
mv "$out/list.new" "$list"
identity=
rm -f "$out/check/segment.jsonl"

# ---- what to compare with the paper
note "Entries in the custody log: $size"
if [ "$known" -eq 1 ] && [ "$size" -gt 0 ]; then
    root_now
    note "State of the custody log: $size:$hash"
fi
note "Key that signed it (SHA-256): $key_sha"
if [ -n "$head_given" ]; then
    if [ "$head_found" = "$head_given" ]; then
        good "state from paper"
        note "The custody log begins with the state from paper."
    elif [ "$known" -eq 0 ]; then
        note "state from paper: cannot be judged (entries of the log are missing)"
    else
        differs "state from paper" "the custody log does not begin with it"
    fi
fi
note "What stands in $out is not encrypted."
if [ "$bad" -eq 0 ]; then
    note "Outcome: matches"
else
    note "Outcome: does not match"
fi
exit "$bad"
