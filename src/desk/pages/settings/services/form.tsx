import { Checkbox, type FormErrors, RadioGroup, TextArea, TextField } from '../../../../lib/html/index.ts';
import { wholeNumber } from '../../../../lib/values/numbers.ts';
import { lineOfText, linesOfText } from '../../../../lib/values/texts.ts';
import type { ServiceFacts } from '../../../../services/read.ts';
import { OTHER_LANGUAGES } from '../../../parts/facts.ts';
import { type Shown, tick, typedForm, wrongNumber, wrongText } from '../../../parts/typed.ts';
import type { SignedAsk } from '../../../route.ts';
import { NameFields, namesTyped } from '../names.tsx';
import { PositionField, positionTyped } from '../position.tsx';

const NAME = 40;
const BRING = { lines: 15, each: 100 };
/** Oneself and up to five more (§8(3)⑥). */
const LARGEST_PARTY = 6;
const LONGEST = 8;

export const serviceBoxes = (facts: ServiceFacts): Record<string, string> => ({
  name: facts.name,
  ...Object.fromEntries(OTHER_LANGUAGES.map(([code]) => [`name-${code}`, facts.names[code] ?? ''])),
  card: tick(facts.needsCard),
  counts: facts.counts,
  long: String(facts.slotsLong),
  party: String(facts.partyMax),
  bring: facts.bring.join('\n'),
  position: String(facts.position),
});

export function readServiceForm(ask: SignedAsk): { facts: ServiceFacts; errors: FormErrors } {
  const form = typedForm(ask.body);
  const facts: ServiceFacts = {
    name: form.must('name', lineOfText(NAME), wrongText('名前', NAME), ''),
    needsCard: form.ticked('card'),
    counts: ask.body['counts'] === 'parties' ? 'parties' : 'people',
    slotsLong: form.must('long', wholeNumber(1, LONGEST, '枠'), wrongNumber('1つの予約が使う枠の数', 1, LONGEST, '枠'), 1),
    partyMax: form.must(
      'party',
      wholeNumber(1, LARGEST_PARTY, '人'),
      wrongNumber('一度に予約できる人数', 1, LARGEST_PARTY, '人'),
      1,
    ),
    bring: form.must(
      'bring',
      linesOfText(BRING.lines, BRING.each),
      {
        ...wrongText('持ち物', BRING.each),
        'too-long': `持ち物は、${BRING.lines}行まで、1行${BRING.each}文字までにしてください。`,
      },
      [],
    ),
    position: positionTyped(form),
    names: namesTyped(form, NAME),
  };
  if (ask.body['counts'] !== 'people' && ask.body['counts'] !== 'parties') form.wrong('counts', '数え方を選んでください。');
  return { facts, errors: form.errors };
}

/** The boxes of a service. Whether it asks for a card is decided once: its visits know who comes by that. */
export function ServiceFields({ shown, errors, fresh }: { shown: Shown; errors: FormErrors; fresh: boolean }) {
  return (
    <>
      <TextField name="name" label="名前" error={errors['name']} value={shown('name')} />
      {fresh ? (
        <fieldset class="field">
          <legend class="label">本人の確かめ方</legend>
          <Checkbox
            name="card"
            label="登録されたカードが必要"
            more="交付通知書IDと誕生日で確かめます。印がないときは、氏名・カナ・生年月日・電話番号で受けます。あとから変えられません。"
            checked={shown('card') === 'yes'}
          />
        </fieldset>
      ) : (
        <div class="field">
          <p class="label">本人の確かめ方</p>
          <p>
            {shown('card') === 'yes'
              ? '登録されたカードが必要です（交付通知書IDと誕生日で確かめます）。'
              : 'カードの登録はいりません（氏名・カナ・生年月日・電話番号で受けます）。'}
          </p>
        </div>
      )}
      <RadioGroup
        name="counts"
        legend="枠の数え方"
        error={errors['counts']}
        value={shown('counts')}
        choices={[
          { value: 'people', label: '人数で数える', more: '3人の予約は、枠を3つ使います。' },
          { value: 'parties', label: '組で数える', more: '何人の予約でも、枠を1つ使います。' },
        ]}
      />
      <TextField
        name="long"
        label="1つの予約が使う枠の数"
        size="code"
        inputMode="numeric"
        hint="ふつうは1。15分の枠で30分かかる手続きなら2。続いた枠を使います。すでに入っている予約は、変わりません。"
        error={errors['long']}
        value={shown('long')}
      />
      <TextField
        name="party"
        label="一度に予約できる人数"
        size="code"
        inputMode="numeric"
        hint="ご本人を含めて何人まで。1から6までの数。"
        error={errors['party']}
        value={shown('party')}
      />
      <TextArea
        name="bring"
        label="持ち物"
        need="may"
        rows={6}
        hint="1行に1つ。予約サイトと、案内のメールに出ます。"
        error={errors['bring']}
        value={shown('bring')}
      />
      <PositionField shown={shown} errors={errors} />
      <NameFields shown={shown} errors={errors} />
    </>
  );
}
