import type { ComponentChildren } from 'preact';
import { OTHER_LANGUAGES } from '../../audit/facts.ts';
import type { TextsByPart } from '../../languages/by-language.ts';
import type { WordingVersion } from '../../site/wordings/acts.ts';
import { askedVersion, TextVersions } from '../parts/text-versions.tsx';
import type { SignedAsk } from '../route.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

const LANGUAGE_WORDS = new Map<string, string>(OTHER_LANGUAGES);

/** What a record said, in a cell. */
function Body({ texts, labels }: { texts: TextsByPart; labels: Readonly<Record<string, string>> }): ComponentChildren {
  return Object.entries(labels).flatMap(([part, label]) =>
    Object.entries(texts[part] ?? {})
      .filter(([, text]) => text !== '')
      .map(([language, text]) => (
        <p>
          <span class="sub">{LANGUAGE_WORDS.has(language) ? `${label}（${LANGUAGE_WORDS.get(language)}）` : label}</span>
          {text.replaceAll('\n', '、')}
        </p>
      )),
  );
}

const bodied = (versions: readonly WordingVersion[], labels: Readonly<Record<string, string>>) =>
  versions.map((version) => ({ ...version, since: version.at, body: <Body texts={version.said.texts} labels={labels} /> }));

/** Every text a record had, below its form. */
export function RecordVersions<V extends Named, R extends string>({
  kind: { texts, paths },
  row,
  versions,
}: {
  kind: RecordKind<V, R>;
  row: RecordRow<V>;
  versions: readonly WordingVersion[];
}) {
  if (texts === undefined || versions.length === 0) return null;
  return <TextVersions versions={bodied(versions, texts.labels)} href={paths.one(row.id)} />;
}

/** What the form of a record holds: what is kept, or the texts of the version that the address asks to take again. */
export function takenAgain<V extends Named, R extends string>(
  ask: SignedAsk,
  { texts }: RecordKind<V, R>,
  facts: V,
  versions: readonly WordingVersion[],
): V {
  const taken = texts === undefined ? undefined : askedVersion(ask, bodied(versions, texts.labels));
  return texts === undefined || taken === undefined ? facts : texts.into(facts, taken.said.texts);
}
