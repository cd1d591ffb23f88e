import type { Change } from '../../../calendar/changes.ts';
import { drawId } from '../../../calendar/drafts.ts';
import { UNITS } from '../../../calendar/judge.ts';
import type { Band } from '../../../calendar/rules.ts';
import type { KeptPattern } from '../../../calendar/state.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import {
  Button,
  FieldError,
  type FormErrors,
  fieldId,
  hasErrors,
  LinkButton,
  SelectBox,
  TextField,
} from '../../../lib/html/index.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { bandWords } from '../../parts/change-words.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, show } from '../../route.ts';
import { type BandRow, type BOXES, boxName, readBands, rowOf, typedRows, withEmptyRows } from './bands.ts';
import { add, ChangePage, type DraftAsk, DraftForm, integerId } from './draft.tsx';
import { UsedBy } from './used-by.tsx';

const NAME_LONGEST = 40;

type Props = {
  /** The pattern that is changed; undefined: a new one. */
  pattern: KeptPattern | undefined;
  /** The one it begins as a copy of. */
  copied: KeptPattern | undefined;
  name: string;
  rows: readonly BandRow[];
  errors: FormErrors;
  problem?: string | undefined;
};

const HEADS: readonly { box: (typeof BOXES)[number]; words: string; unit: string }[] = [
  { box: 'from', words: '開始', unit: '' },
  { box: 'to', words: '終了', unit: '' },
  { box: 'unit', words: '1枠の長さ', unit: '' },
  { box: 'capacity', words: '1枠の定員', unit: '人' },
  { box: 'desk', words: 'うち職員枠', unit: '人' },
  { box: 'until', words: '職員枠は', unit: '開庁日前まで' },
];

const UNIT_OPTIONS = UNITS.map((unit) => ({ value: String(unit), label: `${unit}分` }));

function Box({
  box,
  words,
  unit,
  row,
  value,
  error,
}: (typeof HEADS)[number] & { row: number; value: string; error: string | undefined }) {
  const id = fieldId(boxName(box, row));
  const told = {
    'aria-label': `${row + 1}行目の${words}${unit}`,
    ...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` }),
  };
  return (
    <td class={`band-${box}`}>
      <span class="band-label" aria-hidden="true">
        {words}
      </span>
      {box === 'unit' ? (
        <SelectBox id={id} name={boxName(box, row)} value={value} options={UNIT_OPTIONS} attributes={told} />
      ) : (
        <input
          class={`input number${error === undefined ? '' : ' input-wrong'}`}
          id={id}
          name={boxName(box, row)}
          type="text"
          value={value}
          autoComplete="off"
          {...(unit === '' ? {} : { inputMode: 'numeric' as const })}
          {...told}
        />
      )}
      {unit !== '' && (
        <span class="band-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </td>
  );
}

/** The bands, a row each; what is wrong with a row stands beneath it. */
function Bands({ rows, errors }: { rows: readonly BandRow[]; errors: FormErrors }) {
  return (
    <table class="table bands">
      <caption class="label">時間帯</caption>
      <thead>
        <tr>
          {HEADS.map(({ words }) => (
            <th scope="col">{words}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const wrong = HEADS.filter(({ box }) => errors[boxName(box, index)] !== undefined);
          return (
            <>
              <tr class={wrong.length === 0 ? 'band-row' : 'band-row band-wrong'}>
                {HEADS.map((head) => (
                  <Box {...head} row={index} value={row[head.box]} error={errors[boxName(head.box, index)]} />
                ))}
              </tr>
              {wrong.length > 0 && (
                <tr class="band-errors">
                  <td colSpan={HEADS.length}>
                    {wrong.map(({ box }) => (
                      <FieldError id={fieldId(boxName(box, index))}>{errors[boxName(box, index)] ?? ''}</FieldError>
                    ))}
                  </td>
                </tr>
              )}
            </>
          );
        })}
      </tbody>
    </table>
  );
}

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
  const { bands, errors } = readBands(rows);
  if (bands.length === 0 || hasErrors(errors)) return null;
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
  const { pattern, copied, name, rows, errors, problem } = props;
  const title = pattern === undefined ? '開庁時間パターンを作成する' : '開庁時間パターンを変更する';
  return (
    <ChangePage ask={ask} title={title} tab="pattern" errors={errors} problem={problem}>
      {pattern !== undefined && (
        <UsedBy ask={ask} patternId={pattern.id} intro="変更すると、使っているすべての日が変わります。" />
      )}
      {copied !== undefined && <p class="lead">「{copied.name}」を複製しています。名称を変更し、必要な箇所を直してください。</p>}
      <DraftForm ask={ask} what="pattern" hidden={{ id: pattern === undefined ? '' : String(pattern.id) }}>
        <TextField name="name" label="名称" hint="例：通常、短縮、夜間" error={errors['name']} value={name} />
        <p class="hint bands-hint" id="f-bands">
          昼休みは、午前と午後を別の行にします。職員枠は、市民には表示せず、職員の予約のために確保する人数です。空いた行は、そのままでかまいません。
        </p>
        <Bands rows={withEmptyRows(rows)} errors={errors} />
        <p class="acts">
          <Button>下書きに追加する</Button>
          <Button kind="second" name="act" value="more">
            行を追加する・読み取りを確かめる
          </Button>
          <LinkButton href={paths.draft(ask.draft.id)} kind="second">
            やめる
          </LinkButton>
        </p>
        <AsRead rows={rows} />
      </DraftForm>
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
  <section class="desk-section" aria-labelledby="others">
    <h2 id="others">登録済みのパターン</h2>
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
  </section>
);

const patternOf = (ask: DraftAsk, input: unknown): KeptPattern | undefined => {
  const id = integerId(input);
  return id.ok ? ask.after.patterns.get(id.value) : undefined;
};

const gone = (ask: DraftAsk): Answer => show(<NotFound ask={ask} />, 404);

/** The form: for one pattern (`id`), for a copy (`copy`), or empty. */
export function patternForm(ask: DraftAsk): Answer {
  const [pattern, copied] = [patternOf(ask, ask.query['id']), patternOf(ask, ask.query['copy'])];
  if (pattern === undefined && ask.query['id'] !== undefined) return gone(ask);
  const from = pattern ?? copied;
  const props = {
    pattern,
    copied: pattern === undefined ? copied : undefined,
    name: from === undefined ? '' : pattern === undefined ? `${from.name}の複製`.slice(0, NAME_LONGEST) : from.name,
    rows: from?.bands.map(rowOf) ?? [],
    errors: {},
  };
  return show(<PatternPage ask={ask} props={props} />);
}

export async function submitPattern(ask: DraftAsk): Promise<Answer> {
  const pattern = patternOf(ask, ask.body['id']);
  if (pattern === undefined && field(ask.body, 'id') !== '') return gone(ask);
  const rows = typedRows(ask.body);
  const form = { pattern, copied: undefined, name: field(ask.body, 'name'), rows };
  if (field(ask.body, 'act') === 'more') return show(<PatternPage ask={ask} props={{ ...form, errors: {} }} />);

  const errors: FormErrors = {};
  const name = lineOfText(NAME_LONGEST)(ask.body['name']);
  if (!name.ok)
    errors['name'] =
      name.reason === 'empty' ? 'パターンの名称を入力してください。' : japaneseSentences.line('名称', NAME_LONGEST)[name.reason];
  const taken = [...ask.after.patterns.values()].some(
    (other) => name.ok && other.name === name.value && other.id !== pattern?.id,
  );
  if (taken) errors['name'] = '同じ名称のパターンがあります。別の名称にしてください。';
  const read = readBands(rows);
  Object.assign(errors, read.errors);
  if (rows.length === 0) errors['from-0'] = '時間帯を1つ以上入力してください。';
  if (!name.ok || hasErrors(errors)) return show(<PatternPage ask={ask} props={{ ...form, errors }} />, 422);

  const id = pattern?.id ?? (await drawId(ask.db, 'patterns'));
  const change: Change = { kind: 'pattern', id, name: name.value, bands: read.bands };
  return add(ask, [change], (fresh, problem) => show(<PatternPage ask={fresh} props={{ ...form, errors: {}, problem }} />));
}
