import type { ComponentChildren } from 'preact';
import { FieldError, fieldId, Grouped, type Need } from './labelled.tsx';
import { Beside, type BesideWords, Phrase } from './phrase.tsx';

export type Choice = {
  value: string;
  label: string;
  /** A second, smaller line. */
  more?: string | undefined;
  beside?: BesideWords | undefined;
  /** In place of label and line. */
  body?: ComponentChildren;
};

type RadioProps = {
  name: string;
  id: string;
  choice: Choice;
  checked: boolean;
  error?: string | undefined;
  autoFocus?: boolean;
};

type RadioGroupProps = {
  name: string;
  legend: string;
  need?: Need;
  hint?: string | undefined;
  error?: string | undefined;
  choices: Choice[];
  value?: string | undefined;
  /** The cursor waits at the one that is chosen, or at the first. */
  autoFocus?: boolean;
};

/** More of these than this, and none longer: they stand beside each other where there is room. */
const [FEW, SHORT] = [3, 16];

/** Choices one below the other, or beside each other where they are many and short. */
export const Choices = ({
  of,
  children,
}: {
  of: readonly Pick<Choice, 'label' | 'more' | 'body'>[];
  children: ComponentChildren;
}) =>
  of.length > FEW && of.every(({ label, more, body }) => label.length <= SHORT && more === undefined && body === undefined) ? (
    <div class="choices-short">{children}</div>
  ) : (
    children
  );

/** One of several: native radios in labels as large as a thumb. */
export function RadioGroup({ name, legend, need, hint, error, choices, value, autoFocus = false }: RadioGroupProps) {
  const id = fieldId(name);
  const chosen = Math.max(
    choices.findIndex((choice) => choice.value === value),
    0,
  );
  return (
    <Grouped id={id} label={legend} need={need} hint={hint} error={error} hinted>
      <Choices of={choices}>
        {choices.map((choice, index) => (
          <Radio
            name={name}
            id={index === 0 ? id : `${id}-${index + 1}`}
            choice={choice}
            checked={choice.value === value}
            autoFocus={autoFocus && index === chosen}
          />
        ))}
      </Choices>
    </Grouped>
  );
}

/** One radio; a page that groups them itself gives them the same name. `error`: the id of the sentence that says what is wrong with them. */
export function Radio({ name, id, choice, checked, error, autoFocus = false }: RadioProps) {
  return (
    <label class="choice">
      <input
        class="choice-input"
        type="radio"
        id={id}
        name={name}
        value={choice.value}
        {...(autoFocus ? { autoFocus: true } : {})}
        {...(checked ? { checked: true } : {})}
        {...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': error })}
      />
      <ChoiceBody choice={choice} />
    </label>
  );
}

/** One thing to tick. The error, where there is one, is named in the list on top and beneath. */
export function Checkbox({
  name,
  value = 'yes',
  label,
  more,
  lang,
  beside,
  checked = false,
  error,
}: {
  name: string;
  value?: string;
  label: string;
  more?: string | undefined;
  /** The language of its words, where it is not the page's. */
  lang?: string | undefined;
  beside?: BesideWords | undefined;
  checked?: boolean;
  error?: string | undefined;
}) {
  const id = fieldId(name);
  return (
    <div class={error === undefined ? '' : 'field-wrong'}>
      <label class="choice" {...(lang === undefined ? {} : { lang })}>
        <input
          class="choice-input"
          type="checkbox"
          id={id}
          name={name}
          value={value}
          {...(checked ? { checked: true } : {})}
          {...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` })}
        />
        <ChoiceBody choice={{ value, label, more, beside }} />
      </label>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

function ChoiceBody({ choice }: { choice: Choice }) {
  return (
    <span class="choice-body">
      {choice.body ?? (
        <>
          <span class="choice-head">
            <Phrase>{choice.label}</Phrase>
            {choice.beside !== undefined && <Beside {...choice.beside} />}
          </span>
          {choice.more !== undefined && choice.more !== '' && (
            <span class="choice-more">
              <Phrase>{choice.more}</Phrase>
            </span>
          )}
        </>
      )}
    </span>
  );
}
