// SPDX-License-Identifier: Apache-2.0
// json-rules-engine: a rule for each ground, days as numbers held against ready-made cutoffs. One entry a call, as its interface is.
'use strict';
const { cutoffs, number, entries, Tally, report, fail } = require('./common');
const { Engine } = require('json-rules-engine');

const engine = new Engine();
engine.addOperator('by', (day, cutoff) => day !== null && day <= cutoff);
engine.addOperator('noneOrBy', (day, cutoff) => day === null || day <= cutoff);
engine.addFact('days_to_settle', async (_, entry) => {
  const settled = await entry.factValue('settled_on');
  return settled === null ? -1 : settled - await entry.factValue('recorded_on');
});

const is = (fact, value) => ({ fact, operator: 'equal', value });
const by = (fact, cutoff) => ({ fact, operator: 'by', value: cutoff });
const rule = (type, all) => engine.addRule({ conditions: { all }, event: { type } });
const erase = (...all) => rule('erase', [is('legal_hold', false), ...all]);

erase({ fact: 'days_to_settle', operator: 'greaterThanInclusive', value: 0 }, { fact: 'days_to_settle', operator: 'lessThanInclusive', value: 42 },
      { fact: 'amount', operator: 'lessThanInclusive', value: 200000 }, is('creditor_confirms', true), is('titled', false), by('settled_on', cutoffs.today));
erase(is('kind', 'loan'), by('settled_on', cutoffs.erase_36));
erase(is('kind', 'inquiry'), by('recorded_on', cutoffs.erase_12));
erase({ fact: 'kind', operator: 'in', value: ['account', 'card', 'telecom', 'garnishment_account'] }, by('closed_on', cutoffs.today));
erase(is('kind', 'previous_address'), by('recorded_on', cutoffs.erase_36));
erase(is('kind', 'debtor_register'), by('recorded_on', cutoffs.erase_36));
erase(is('kind', 'debtor_register'), by('proof_on', cutoffs.today));
erase(is('kind', 'discharge'), by('closed_on', cutoffs.erase_6));
erase(is('kind', 'rejected_insolvency'), by('closed_on', cutoffs.erase_36));
erase(is('kind', 'negative'), by('settled_on', cutoffs.erase_36));
rule('review', [is('kind', 'negative'), is('settled_on', null), by('recorded_on', cutoffs.review_36),
                { fact: 'last_event_on', operator: 'noneOrBy', value: cutoffs.review_36 }]);

async function main() {
  const all = entries(number);
  await report(async () => {
    const tally = new Tally();
    for (const entry of all) {
      const { events } = await engine.run(entry);
      tally.add(entry.id, events.length ? events[0].type : null);
    }
    return tally;
  });
}
main().catch(fail);
