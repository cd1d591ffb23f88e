import { longDate } from '../../../../lib/dates/format.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { Checkbox, type FormErrors, TextArea, TextField } from '../../../../lib/html/index.ts';
import { phoneNumber, showPhone } from '../../../../lib/values/contact.ts';
import { dayTyped } from '../../../../lib/values/days.ts';
import { freeText, lineOfText, linesOfText } from '../../../../lib/values/texts.ts';
import type { OfficeFacts } from '../../../../offices/read.ts';
import { OTHER_LANGUAGES } from '../../../parts/facts.ts';
import { type Shown, tick, typedForm, wrongDay, wrongText } from '../../../parts/typed.ts';
import type { SignedAsk } from '../../../route.ts';
import { NameFields, namesTyped } from '../names.tsx';
import { PositionField, positionTyped } from '../position.tsx';

const NAME = 40;
const ADDRESS = 100;
const DIRECTIONS = 200;
const FACILITIES = { lines: 12, each: 30 };

/** What the boxes hold for an office as it is kept. */
export const officeBoxes = (facts: OfficeFacts): Record<string, string> => ({
  name: facts.name,
  ...Object.fromEntries(OTHER_LANGUAGES.map(([code]) => [`name-${code}`, facts.names[code] ?? ''])),
  address: facts.address,
  directions: facts.directions,
  phone: facts.phone,
  facilities: facts.facilities.join('\n'),
  pickup: tick(facts.isPickup),
  storage: tick(facts.isStorage),
  from: facts.citizensFrom === null ? '' : longDate(facts.citizensFrom),
  to: facts.citizensTo === null ? '' : longDate(facts.citizensTo),
  position: String(facts.position),
});

/** Reads an office as typed; `errors` say what is wrong, at the box. */
export function readOfficeForm(ask: SignedAsk): { facts: OfficeFacts; errors: FormErrors } {
  const form = typedForm(ask.body);
  const day = dayTyped(cityDay(ask.now));
  const phone = { ...wrongText('電話', 20), unreadable: '電話を読み取れません。0942-30-9000 のように入れてください。' };
  const facts: OfficeFacts = {
    name: form.must('name', lineOfText(NAME), wrongText('名前', NAME), ''),
    address: form.must('address', lineOfText(ADDRESS), wrongText('住所', ADDRESS), ''),
    directions: form.may('directions', freeText(DIRECTIONS), wrongText('行き方', DIRECTIONS)) ?? '',
    phone: showPhone(form.must('phone', phoneNumber, phone, '')),
    facilities: form.must(
      'facilities',
      linesOfText(FACILITIES.lines, FACILITIES.each),
      {
        ...wrongText('設備', FACILITIES.each),
        'too-long': `設備は、${FACILITIES.lines}行まで、1行${FACILITIES.each}文字までにしてください。`,
      },
      [],
    ),
    isPickup: form.ticked('pickup'),
    isStorage: form.ticked('storage'),
    citizensFrom: form.may('from', day, wrongDay('選べる最初の日')),
    citizensTo: form.may('to', day, wrongDay('選べる最後の日')),
    position: positionTyped(form),
    names: namesTyped(form, NAME),
  };
  if (!facts.isPickup && !facts.isStorage)
    form.wrong('pickup', '市民が来る場所か、カードの保管場所か、少なくとも1つに印を付けてください。');
  if (!facts.isPickup && facts.citizensFrom !== null)
    form.wrong('from', '市民が来る場所でないときは、選べる期間を空にしてください。');
  if (facts.citizensFrom === null && facts.citizensTo !== null && form.errors['from'] === undefined)
    form.wrong('from', '選べる最後の日を入れたときは、最初の日も入れてください。');
  if (facts.citizensFrom !== null && facts.citizensTo !== null && facts.citizensTo < facts.citizensFrom)
    form.wrong('to', '選べる最後の日が、最初の日より前です。');
  return { facts, errors: form.errors };
}

/** The boxes of an office, the same for a new one and an old one. */
export function OfficeFields({ shown, errors }: { shown: Shown; errors: FormErrors }) {
  return (
    <>
      <TextField name="name" label="名前" error={errors['name']} value={shown('name')} />
      <TextField
        name="address"
        label="住所"
        hint="階や窓口の名前も書けます。"
        error={errors['address']}
        value={shown('address')}
      />
      <TextArea
        name="directions"
        label="行き方"
        need="may"
        rows={2}
        hint="最寄りの駅やバス停、駐車場など。"
        error={errors['directions']}
        value={shown('directions')}
      />
      <TextField name="phone" label="電話" size="code" type="tel" error={errors['phone']} value={shown('phone')} />
      <TextArea
        name="facilities"
        label="設備"
        need="may"
        rows={3}
        hint="1行に1つ。例：車いす対応、だれでもトイレ"
        error={errors['facilities']}
        value={shown('facilities')}
      />
      <fieldset class="field">
        <legend class="label">役割</legend>
        <Checkbox
          name="pickup"
          label="市民が来る場所"
          more="受け取りや手続きの予約を受けます。"
          checked={shown('pickup') === 'yes'}
          error={errors['pickup']}
        />
        <Checkbox
          name="storage"
          label="カードの保管場所"
          more="カードの棚があり、ほかの場所へ回送します。"
          checked={shown('storage') === 'yes'}
          error={errors['storage']}
        />
      </fieldset>
      <fieldset class="field period">
        <legend class="label">市民が選べる期間</legend>
        <p class="hint">予約サイトの一覧に出る期間です。最初の日が空なら、出ません。最後の日が空なら、終わりはありません。</p>
        <TextField
          name="from"
          label="最初の日"
          need="may"
          size="id"
          hint="例：令和8年12月1日"
          error={errors['from']}
          value={shown('from')}
        />
        <TextField name="to" label="最後の日" need="may" size="id" error={errors['to']} value={shown('to')} />
      </fieldset>
      <PositionField shown={shown} errors={errors} />
      <NameFields shown={shown} errors={errors} />
    </>
  );
}
