import { type Option, SelectBox } from './fields.tsx';
import { described, fieldId, Grouped, type Need } from './labelled.tsx';

type BirthWords = { label: string; hint?: string | undefined; era: string; year: string; month: string; day: string };

/** Which box is wrong and why. */
type BirthWrong = { box: 'era' | 'year' | 'month' | 'day'; text: string } | undefined;

/** A full birthday: era from a pull-down (a phone's number pad has no 昭和), then year, month and day in boxes. Named era, year, month, day. */
export function BirthField({
  words,
  eras,
  value,
  wrong,
  need,
  filled = false,
}: {
  words: BirthWords;
  eras: readonly Option[];
  value: { era: string; year: string; month: string; day: string };
  wrong: BirthWrong;
  need?: Need;
  /** One's own birthday: the browser may fill it in. Not at the desk. */
  filled?: boolean;
}) {
  const id = fieldId('birth');
  return (
    <Grouped id={id} label={words.label} need={need} hint={words.hint} error={wrong?.text}>
      <div class="boxes birth">
        <div class="box birth-era">
          <label class="unseen" for={fieldId('era')}>
            {words.era}
          </label>
          <SelectBox
            id={fieldId('era')}
            name="era"
            options={[...eras]}
            value={value.era}
            attributes={wrong?.box === 'era' ? { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` } : {}}
          />
        </div>
        {(['year', 'month', 'day'] as const).map((name) => (
          <span class="box">
            <input
              class={`input number${name === 'year' ? ' input-year' : ''}${wrong?.box === name ? ' input-wrong' : ''}`}
              id={fieldId(name)}
              name={name}
              type="text"
              inputMode="numeric"
              autoComplete={filled ? `bday-${name}` : 'off'}
              value={value[name]}
              {...described(id, words.hint, wrong?.box === name ? wrong.text : undefined)}
              {...(wrong?.box === name ? { 'aria-invalid': 'true' as const } : {})}
            />
            <label class="box-unit" for={fieldId(name)}>
              {words[name]}
            </label>
          </span>
        ))}
      </div>
    </Grouped>
  );
}
