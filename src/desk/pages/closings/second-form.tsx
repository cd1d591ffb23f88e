import type { SpareDay } from '../../../closing/close-preview.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { type Field, type Form, type FormState, form, number, REFUSED, text } from '../../../lib/form/index.ts';
import { described, FieldError, fieldId, Grouped, invalid } from '../../../lib/html/index.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { SETTINGS } from '../../../site/settings.ts';

const PLACES_MOST = 1000;
const { least, most } = SETTINGS['priority-hours'];

type Aside = readonly { day: string; places: number }[];
export type Second = { notice: string | null; aside: Aside; hours: number | null };

const boxOf = (box: string, day: string): string => `${box}-${day}`;

/** A box a day with places to set aside; one error for all of them. */
function AsideDays({
  spare,
  several,
  box,
  state,
}: {
  spare: readonly SpareDay[];
  several: boolean;
  box: string;
  state: FormState;
}) {
  const id = fieldId(box);
  const error = Object.entries(state.errors).find(([name]) => name.startsWith(`${box}-`))?.[1];
  const hint = `日ごとに、1枠につき何人分かを入力してください。期限までは、要振替の方と、電話を受けた職員だけが使えます。ほかの方には×（満員）と見えます。${several ? 'それぞれの交付場所で、その交付場所の要振替の方のための枠になります。' : ''}`;
  return (
    <Grouped id={id} label="振替優先枠（予約のあった方のための枠）" need="may" hint={hint}>
      {spare.length === 0 && <p>振替優先枠にできる枠がありません。</p>}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
      <div class="aside-days">
        {spare.map(({ day, slots, free }) => {
          const name = boxOf(box, day);
          const wrong = state.errors[name];
          return (
            <p class="aside-day">
              <label for={fieldId(name)}>
                {shortDate(day)}
                <span class="sub">
                  {slots}枠・空き{free}人
                </span>
              </label>
              <input
                class={`input number${wrong === undefined ? '' : ' input-wrong'}`}
                id={fieldId(name)}
                name={name}
                type="text"
                inputMode="numeric"
                autoComplete="off"
                value={state.shown(name)}
                {...described(id, hint, wrong)}
                {...invalid(wrong)}
              />
              <span>人ずつ</span>
            </p>
          );
        })}
      </div>
    </Grouped>
  );
}

/** Places to set aside, by day: those above none. */
const asideField = (spare: readonly SpareDay[], several: boolean): Field<Aside> => ({
  label: '振替優先枠',
  need: 'may',
  look: { as: 'own', draw: (state) => <AsideDays spare={spare} several={several} box="aside" state={state} /> },
  read: ({ box, input, say }) => {
    const aside: { day: string; places: number }[] = [];
    let refused = false;
    for (const [name, value] of Object.entries(input)) {
      const day = name.startsWith(`${box}-`) ? /^\d{4}-\d\d-\d\d$/u.exec(name.slice(box.length + 1))?.[0] : undefined;
      if (day === undefined) continue;
      const places = wholeNumber(0, PLACES_MOST, '人')(value);
      if (places.ok && places.value > 0) aside.push({ day, places: places.value });
      if (places.ok || places.reason === 'empty') continue;
      refused = true;
      say(name, `振替優先枠は、0から${PLACES_MOST}までの数にしてください。`);
    }
    return refused ? REFUSED : aside;
  },
  show: (box, aside) => Object.fromEntries(aside.map(({ day, places }) => [boxOf(box, day), String(places)])),
});

/** Notice, places to set aside on `spare` days, and for how long. */
export const secondForm = (spare: readonly SpareDay[] = [], several = false): Form<Second> =>
  form<Second>(
    {
      notice: text('市民向けサイトのお知らせ', 300, {
        rows: 3,
        called: 'お知らせ',
        hint: '閉庁の最終日まで、サイトの先頭に出ます。空にすると、出しません。300文字まで。',
      }).optional(),
      aside: asideField(spare, several),
      hours: number(
        '振替優先の期限',
        { least, most, unit: '時間' },
        { hint: `閉庁にしてから何時間か。${least}から${most}まで。` },
      ).optional(),
    },
    {
      rules: ({ aside, hours }, say, { sentences }) => {
        if (hours === null && aside !== undefined && aside.length > 0)
          say('hours', sentences.number('振替優先の期限', least, most, '時間').empty);
      },
    },
  );
