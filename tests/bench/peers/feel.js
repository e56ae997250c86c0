// SPDX-License-Identifier: Apache-2.0
// The rules as one FEEL expression over `entries` (dates as texts, null where there is none), for DMN engines: for each entry its id, what is due
// and the day from which it is gone.
'use strict';
const { today } = require('./common');

const at = field => `if e.${field} = null then null else date(e.${field})`;
const then = (field, months) => `if e.${field} = null then null else date(e.${field}) + duration("P${months}M") + duration("P1D")`;
const passed = field => `date(e.${field}) + duration("P36M") <= date("${today}")`;
module.exports = `for e in entries return {
  own: if e.kind = "loan" or e.kind = "negative" then (${then('settled_on', 36)})
    else if e.kind = "inquiry" then (${then('recorded_on', 12)})
    else if e.kind = "account" or e.kind = "card" or e.kind = "telecom" or e.kind = "garnishment_account" then (${at('closed_on')})
    else if e.kind = "discharge" then (${then('closed_on', 6)})
    else if e.kind = "rejected_insolvency" then (${then('closed_on', 36)})
    else (${then('recorded_on', 36)}),
  proven: if e.kind = "debtor_register" and e.proof_on != null and date(e.proof_on) < own then date(e.proof_on) else own,
  early: e.settled_on != null and e.amount <= 200000 and e.creditor_confirms and not(e.titled) and date(e.settled_on) >= date(e.recorded_on)
    and date(e.settled_on) <= date(e.recorded_on) + duration("P42D") and (proven = null or date(e.settled_on) < proven),
  gone_from: if early then date(e.settled_on) else proven,
  review: e.kind = "negative" and e.settled_on = null and ${passed('recorded_on')} and (e.last_event_on = null or ${passed('last_event_on')}),
  due: if review then "review" else if not(e.legal_hold) and gone_from != null and gone_from <= date("${today}") then "erase" else "keep",
  id: e.id
}`;
