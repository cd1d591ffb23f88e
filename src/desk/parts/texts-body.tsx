import type { ComponentChildren } from 'preact';
import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import type { TextsByPart } from '../../languages/by-language.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import type { WordingVersion } from '../../site/wordings/acts.ts';

/** What parts of a text are called, in their order. */
export type PartLabels = Readonly<Record<string, string>>;

const LANGUAGES: readonly (readonly [code: string, words: string | undefined])[] = [['ja', undefined], ...OTHER_LANGUAGES];

/** Texts in a cell, each under what its part is called; a part that says nothing is said to be gone where `gone` is set. */
export function TextsBody({ texts, labels, gone }: { texts: TextsByPart; labels: PartLabels; gone?: true }): ComponentChildren {
  const lines = Object.entries(labels).flatMap(([part, label]) => {
    const by = texts[part];
    if (by === undefined) return [];
    const said = LANGUAGES.flatMap(([code, words]) => {
      const text = by[code] ?? '';
      return text === '' ? [] : [{ words, text }];
    });
    if (said.length === 0 && gone === true)
      return [
        <p>
          <span class="sub">{label}</span>
          （なし）
        </p>,
      ];
    return said.map(({ words, text }) => (
      <p>
        <span class="sub">{words === undefined || words === label ? label : `${label}（${words}）`}</span>
        {text.replaceAll('\n', '、')}
      </p>
    ));
  });
  return lines.length === 0 && gone !== true ? 'なし' : lines;
}

/** Versions with what each said, as they are listed. */
export const bodied = (versions: readonly WordingVersion[], labels: PartLabels) =>
  versions.map((version) => ({
    ...version,
    since: version.at,
    body: <TextsBody texts={version.said.texts} labels={labels} />,
  }));

/** From when those hold that were planned before. */
export const heldFrom = (versions: readonly WordingVersion[]): ReadonlyMap<number, ComponentChildren> =>
  new Map(
    versions.flatMap(({ version, since, at }) =>
      since === null || at === null || since.getTime() === at.getTime()
        ? []
        : [[version, <span class="sub">予定により、{deskMoment(since)}に切り替え</span>] as const],
    ),
  );
