// SPDX-License-Identifier: Apache-2.0
// GoRules ZEN, expressions over its own dates: what is due and the day from which an entry is gone. A thousand entries a call.
'use strict';
const { today, entries, Tally, parts, report, fail } = require('./common');
const { ZenEngine } = require('@gorules/zen-engine');

const after = (field, months) => `${field} == null ? null : d(${field}).add(${months}, 'M').add(1, 'd')`;
const EXPRESSIONS = [
  ['own', `kind in ['loan', 'negative'] ? (${after('settled_on', 36)}) : kind == 'inquiry' ? (${after('recorded_on', 12)})
    : kind in ['account', 'card', 'telecom', 'garnishment_account'] ? (closed_on == null ? null : d(closed_on))
    : kind == 'previous_address' ? (${after('recorded_on', 36)})
    : kind == 'debtor_register' ? (proof_on != null and d(proof_on) < d(recorded_on).add(36, 'M').add(1, 'd') ? d(proof_on) : ${after('recorded_on', 36)})
    : kind == 'discharge' ? (${after('closed_on', 6)}) : kind == 'rejected_insolvency' ? (${after('closed_on', 36)}) : null`],
  ['early', `settled_on != null and amount <= 200000 and creditor_confirms and not titled and d(settled_on) >= d(recorded_on)
    and d(settled_on) <= d(recorded_on).add(42, 'd') and ($.own == null or d(settled_on) < $.own)`],
  ['gone', `$.early ? d(settled_on) : $.own`],
  ['review', `kind == 'negative' and settled_on == null and d(recorded_on).add(36, 'M') <= d('${today}')
    and (last_event_on == null or d(last_event_on).add(36, 'M') <= d('${today}'))`],
  ['due', `$.review ? 'review' : not legal_hold and $.gone != null and $.gone <= d('${today}') ? 'erase' : 'keep'`],
  ['gone_from', `$.gone == null ? null : $.gone.format('%Y-%m-%d')`],
  ['own', 'null'], ['gone', 'null'],
];
const content = {
  executionMode: 'loop', inputField: 'entries', outputPath: 'entries',
  expressions: EXPRESSIONS.map(([key, value], i) => ({ id: `x${i}`, key, value: value.replace(/\s+/g, ' ') })),
};
const model = {
  nodes: [{ id: 'in', name: 'in', type: 'inputNode', content: {} }, { id: 'rules', name: 'rules', type: 'expressionNode', content },
          { id: 'out', name: 'out', type: 'outputNode', content: {} }],
  edges: [{ id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' }, { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' }],
};

async function main() {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model)));
  const all = entries();
  await report(async () => {
    const tally = new Tally(true);
    for (const part of parts(all, 1000)) {
      const { result } = await decision.evaluate({ entries: part });
      result.entries.forEach((answer, i) => tally.add(part[i].id, answer.due, answer.gone_from));
    }
    return tally;
  });
}
main().catch(fail);
