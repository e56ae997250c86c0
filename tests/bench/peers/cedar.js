// SPDX-License-Identifier: Apache-2.0
// Cedar in WebAssembly: the entry is the context of a request, may it be erased? Days are numbers held against ready-made cutoffs; what is absent
// is left out. The policies are parsed once; one entry a call, and a second one for reviews of open negative entries.
'use strict';
const { cutoffs, number, entries, Tally, report, fail } = require('./common');
const cedar = require('@cedar-policy/cedar-wasm/nodejs');

const by = (field, cutoff) => `context has ${field} && context.${field} <= ${cutoff}`;
const permit = (action, when) => `permit(principal, action == Action::"${action}", resource) when { ${when} };`;
const erase = (kind, when) => permit('erase', `context.kind == "${kind}" && ${when}`);
const staticPolicies = {
  early: permit('erase', `${by('settled_on', cutoffs.today)} && context.settled_on >= context.recorded_on && context.settled_on <= context.recorded_on + 42
    && context.amount <= 200000 && context.creditor_confirms && !context.titled`),
  repaid_loan: erase('loan', by('settled_on', cutoffs.erase_36)),
  old_inquiry: erase('inquiry', by('recorded_on', cutoffs.erase_12)),
  closed_account: permit('erase', `["account", "card", "telecom", "garnishment_account"].contains(context.kind) && ${by('closed_on', cutoffs.today)}`),
  old_address: erase('previous_address', by('recorded_on', cutoffs.erase_36)),
  register: erase('debtor_register', by('recorded_on', cutoffs.erase_36)),
  register_proof: erase('debtor_register', by('proof_on', cutoffs.today)),
  discharged: erase('discharge', by('closed_on', cutoffs.erase_6)),
  rejected: erase('rejected_insolvency', by('closed_on', cutoffs.erase_36)),
  settled_negative: erase('negative', by('settled_on', cutoffs.erase_36)),
  open_negative: permit('review', `context.kind == "negative" && !(context has settled_on) && ${by('recorded_on', cutoffs.review_36)}
    && (!(context has last_event_on) || context.last_event_on <= ${cutoffs.review_36})`),
  litigation: 'forbid(principal, action == Action::"erase", resource) when { context.legal_hold };',
};

function may(action, id, context) {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Job', id: 'night' }, action: { type: 'Action', id: action }, resource: { type: 'Entry', id: String(id) },
    context, entities: [], preparsedPolicySetId: 'bureau' });
  if (answer.type !== 'success' || answer.response.diagnostics.errors.length) throw new Error(JSON.stringify(answer));
  return answer.response.decision === 'allow';
}

async function main() {
  const parsed = cedar.preparsePolicySet('bureau', { staticPolicies });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const all = entries(number);
  for (const entry of all) for (const name in entry) if (entry[name] === null) delete entry[name];
  await report(() => {
    const tally = new Tally();
    for (const { id, person, ...context } of all) {
      const asksReview = context.kind === 'negative' && !('settled_on' in context);
      tally.add(id, may('erase', id, context) ? 'erase' : asksReview && may('review', id, context) ? 'review' : null);
    }
    return tally;
  });
}
main().catch(fail);
