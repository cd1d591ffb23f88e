import { factName } from '../../../../audit/facts.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { type Form, form, list, ticks } from '../../../../lib/form/index.ts';
import type { FormErrors } from '../../../../lib/html/index.ts';
import { papersToChange } from '../../../../services/change-papers.ts';
import { contradictions, PAPER_CONDITIONS, type PaperCondition, type PapersByNeed } from '../../../../services/needs.ts';
import { papersTexts, papersTextsName, withPapersTexts } from '../../../../services/papers-texts.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import type { Plannable } from '../../../parts/plan.ts';
import { conditionWords } from './conditions.ts';

/** What the boxes hold: what comes, and the boxes of the lines that are left out. */
export type Typed = { [Box in `add-${PaperCondition}`]: readonly string[] } & {
  [Box in `without-${PaperCondition}`]: readonly string[];
};

/** The lines that may be left out, the service's own, by the name of their box: of the line itself, whatever becomes of the list meanwhile. */
const linesOf = ({ facts }: ServiceRecord): ReadonlyMap<string, string> =>
  new Map([...facts.bring, ...facts.bringUnder15].map((line) => [fingerprint(line).slice(0, 12), line]));

/** For each condition what comes to the service's papers, and which of its lines are not needed. */
export function papersForm(service: ServiceRecord): Form<Typed> {
  const lines = [...linesOf(service)].map(([value, label]) => ({ value, label }));
  const boxes = PAPER_CONDITIONS.flatMap((on) => [
    [`add-${on}`, list('追加の持ち物', { lines: 15, each: 100, rows: 3 }, { hint: '1行に1つ。' })] as const,
    ...(lines.length === 0 ? [] : [[`without-${on}`, ticks('不要な持ち物', lines, { need: 'may' })] as const]),
  ]);
  return form<Typed>(Object.fromEntries(boxes) as unknown as Form<Typed>['fields'], {
    groups: PAPER_CONDITIONS.map((on) => ({
      legend: conditionWords(on),
      of: [`add-${on}`, ...(lines.length === 0 ? [] : [`without-${on}` as const])],
    })),
  });
}

/** What a form typed, without what says nothing. */
export function papersOf(service: ServiceRecord, typed: Typed): PapersByNeed {
  const lines = linesOf(service);
  return Object.fromEntries(
    PAPER_CONDITIONS.map((on) => {
      const without = (typed[`without-${on}`] ?? []).flatMap((box) => lines.get(box) ?? []);
      return [on, { add: typed[`add-${on}`], without }] as const;
    }).filter(([, { add, without }]) => add.length + without.length > 0),
  );
}

/** What is said where one answer adds a line and spares it too. */
export const bothWays = (papers: PapersByNeed): FormErrors =>
  Object.fromEntries(
    contradictions(papers).map(([on, line]) => [
      `add-${on}`,
      `「${line}」が、「${conditionWords(on)}」の追加と不要の両方にあります。追加から消すか、不要の印を外してください。`,
    ]),
  );

/** What the boxes hold of papers. */
export const typedOf = (service: ServiceRecord, papers: PapersByNeed): Typed =>
  Object.fromEntries(
    PAPER_CONDITIONS.flatMap((on) => [
      [`add-${on}`, papers[on]?.add ?? []],
      [
        `without-${on}`,
        [...linesOf(service)].flatMap(([box, line]) => (papers[on]?.without.includes(line) === true ? [box] : [])),
      ],
    ]),
  ) as Typed;

/** What each answer adds and leaves out, as staff read it. */
export const PAPER_LABELS = Object.fromEntries(Object.keys(papersTexts({})).map((part) => [part, factName(part)]));

/** The papers of a service by how somebody comes, and how they are planned. */
export const papersPlans = ({ id, code }: ServiceRecord): Plannable<PapersByNeed> => ({
  labels: PAPER_LABELS,
  name: papersTextsName(id),
  about: { of: { service: code } },
  texts: papersTexts,
  into: withPapersTexts,
  read: (tx) => papersToChange(tx, id),
});
