import type { TextsByPart } from '../languages/by-language.ts';
import { PAPER_CONDITIONS, type PapersByNeed } from './needs.ts';

/** Under which name the papers by how somebody comes are kept (`site.wordings`), and planned (`site.planned_texts`). */
export const papersTextsName = (serviceId: number): string => `papers.${serviceId}`;

const KINDS = ['add', 'without'] as const;

/** What comes to the papers of a service and what is not needed, by the answer: `proxy.add`, `proxy.without` …; of each answer both, empty where there is none. */
export const papersTexts = (papers: PapersByNeed): TextsByPart =>
  Object.fromEntries(
    PAPER_CONDITIONS.flatMap((on) =>
      KINDS.map((kind) => [`${on}.${kind}`, { ja: (papers[on]?.[kind] ?? []).join('\n') }] as const),
    ),
  );

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The same papers with other texts; a part that is not there stays, an answer of which nothing is left goes. */
export const withPapersTexts = (papers: PapersByNeed, texts: TextsByPart): PapersByNeed =>
  Object.fromEntries(
    PAPER_CONDITIONS.flatMap((on) => {
      const [add = [], without = []] = KINDS.map((kind) => {
        const said = texts[`${on}.${kind}`];
        return said === undefined ? (papers[on]?.[kind] ?? []) : lines(said['ja'] ?? '');
      });
      return add.length + without.length === 0 ? [] : [[on, { add, without }] as const];
    }),
  );
