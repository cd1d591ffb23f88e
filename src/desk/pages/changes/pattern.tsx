import { drawId } from '../../../calendar/drafts.ts';
import type { Band } from '../../../calendar/rules.ts';
import type { KeptPattern } from '../../../calendar/state.ts';
import { type Form, FormFields, form, line } from '../../../lib/form/index.ts';
import { Button, type FormErrors } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { bandWords } from '../../parts/change-words.ts';
import { readForm, stateOf } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { type BandRow, readBands, typedRows } from './bands.ts';
import { bandsField } from './bands-field.tsx';
import { add, ChangePage, type DraftAsk, DraftForm } from './draft.tsx';
import { UsedBy } from './used-by.tsx';

const NAME_LONGEST = 40;

type Pattern = { name: string; bands: readonly Band[] };
type Props = {
  /** The pattern that is changed; undefined: a new one. */
  pattern: KeptPattern | undefined;
  /** The one it begins as a copy of. */
  copied?: KeptPattern | undefined;
  values?: Partial<Pattern>;
  errors?: FormErrors;
  problem?: string | undefined;
};

const patternBoxes = ({ after }: DraftAsk, pattern: KeptPattern | undefined): Form<Pattern> =>
  form<Pattern>(
    {
      name: line('名称', NAME_LONGEST, { hint: '例：通常、短縮、夜間', wrong: { empty: 'パターンの名称を入力してください。' } }),
      bands: bandsField,
    },
    {
      rules: ({ name }, say) => {
        if ([...after.patterns.values()].some((other) => other.name === name && other.id !== pattern?.id))
          say('name', '同じ名称のパターンがあります。別の名称にしてください。');
      },
    },
  );

/** How many may come in a day of this pattern. */
const total = (bands: readonly Band[]): { slots: number; people: number } =>
  bands.reduce(
    (sum, band) => {
      const slots = Math.floor((band.toMinute - band.fromMinute) / band.unitMinutes);
      return { slots: sum.slots + slots, people: sum.people + slots * band.capacity };
    },
    { slots: 0, people: 0 },
  );

/** What was read of the rows that are right: a slip shows here before it is put into the draft. */
function AsRead({ rows }: { rows: readonly BandRow[] }) {
  const bands = readBands(rows);
  if (bands === undefined || bands.length === 0) return null;
  const { slots, people } = total(bands);
  return (
    <div class="as-read">
      <h2>
        1日に{slots}枠、{people}人
      </h2>
      <ul>
        {bands.map((band) => (
          <li>{bandWords(band)}</li>
        ))}
      </ul>
    </div>
  );
}

function PatternPage({ ask, props }: { ask: DraftAsk; props: Props }) {
  const { pattern, copied, values = {}, errors = {}, problem } = props;
  const form = patternBoxes(ask, pattern);
  const title = pattern === undefined ? '開庁時間パターンを作成する' : '開庁時間パターンを変更する';
  return (
    <ChangePage ask={ask} title={title} tab="pattern" errors={errors} problem={problem}>
      {pattern !== undefined && (
        <UsedBy ask={ask} patternId={pattern.id} intro="変更すると、使っているすべての日が変わります。" />
      )}
      {copied !== undefined && <p class="lead">「{copied.name}」を複製しています。名称を変更し、必要な箇所を直してください。</p>}
      <DraftForm
        ask={ask}
        what="pattern"
        form={form}
        values={values}
        errors={errors}
        hidden={{ id: pattern === undefined ? '' : String(pattern.id) }}
        draw={(state) => (
          <>
            <FormFields form={form} state={state} only={['name']} />
            <p class="hint bands-hint" id="f-bands">
              昼休みは、午前と午後を別の行にします。職員枠は、市民には表示せず、職員の予約のために確保する人数です。空いた行は、そのままでかまいません。
            </p>
            <FormFields form={form} state={state} only={['bands']} />
          </>
        )}
        more={
          <Button kind="second" name="act" value="more">
            行を追加する・読み取りを確かめる
          </Button>
        }
        foot={<AsRead rows={typedRows(stateOf(ask, form.boxes(values)).shown)} />}
      />
      {pattern !== undefined && (
        <p class="section-more">
          <a href={withQuery(paths.draftChange(ask.draft.id, 'pattern'), { copy: pattern.id })}>
            複製して、別のパターンを作成する
          </a>
          <a href={withQuery(paths.draftChange(ask.draft.id, 'pattern-retired'), { id: pattern.id })}>このパターンを廃止する</a>
        </p>
      )}
      {pattern === undefined && <Others ask={ask} />}
    </ChangePage>
  );
}

/** The patterns there are, to be changed instead of making one more. */
const Others = ({ ask }: { ask: DraftAsk }) => (
  <Section id="others" title="登録済みのパターン">
    <ul class="pattern-links">
      {[...ask.after.patterns.values()]
        .filter(({ retired }) => !retired)
        .map(({ id, name }) => (
          <li>
            {name}
            <a href={withQuery(paths.draftChange(ask.draft.id, 'pattern'), { id })}>
              変更する<span class="unseen">：{name}</span>
            </a>
            <a href={withQuery(paths.draftChange(ask.draft.id, 'pattern'), { copy: id })}>
              複製して作成する<span class="unseen">：{name}</span>
            </a>
          </li>
        ))}
    </ul>
  </Section>
);

const patternOf = (ask: DraftAsk, input: unknown): KeptPattern | undefined => {
  const id = smallId(input);
  return id.ok ? ask.after.patterns.get(id.value) : undefined;
};

const gone = (ask: DraftAsk): Answer => show(<NotFound ask={ask} />, 404);

/** The form: for one pattern (`id`), for a copy (`copy`), or empty. */
export function patternForm(ask: DraftAsk): Answer {
  const [pattern, copied] = [patternOf(ask, ask.query['id']), patternOf(ask, ask.query['copy'])];
  if (pattern === undefined && ask.query['id'] !== undefined) return gone(ask);
  const from = pattern ?? copied;
  const name = pattern === undefined ? `${copied?.name}の複製`.slice(0, NAME_LONGEST) : pattern.name;
  const props = {
    pattern,
    copied: pattern === undefined ? copied : undefined,
    values: from === undefined ? {} : { name, bands: from.bands },
  };
  return show(<PatternPage ask={ask} props={props} />);
}

export async function submitPattern(ask: DraftAsk): Promise<Answer> {
  const pattern = patternOf(ask, ask.body['id']);
  if (pattern === undefined && field(ask.body, 'id') !== '') return gone(ask);
  if (field(ask.body, 'act') === 'more') return show(<PatternPage ask={ask} props={{ pattern }} />);
  const typed = readForm(ask, patternBoxes(ask, pattern));
  if (!typed.ok) return show(<PatternPage ask={ask} props={{ pattern, errors: typed.errors }} />, 422);
  const id = pattern?.id ?? (await drawId(ask.db, 'patterns'));
  return add(ask, [{ kind: 'pattern', id, ...typed.value }], (fresh, problem) =>
    show(<PatternPage ask={fresh} props={{ pattern, problem }} />),
  );
}
