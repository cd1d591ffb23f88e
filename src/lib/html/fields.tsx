import type { ComponentChildren } from 'preact';
import { IconDown, IconWrong } from './icons.tsx';
import { Phrase } from './phrase.tsx';
import { usePartWords } from './words.tsx';

/** The id of a field's first control: what an error on top links to. */
export const fieldId = (name: string): string => `f-${name}`;

export const described = (id: string, hint: unknown, error: unknown): { 'aria-describedby'?: string } => {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((one) => one !== '');
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
};
const invalid = (error: unknown) => (error === undefined ? {} : { 'aria-invalid': 'true' as const });
const given = <Key extends string>(key: Key, value: string | undefined) => (value === undefined ? {} : { [key]: value });

/** ※必須 or 任意 beside the label; `silent` where a page has one field and the heading says it. */
export type Need = 'must' | 'may' | 'silent';

export function NeedMark({ need }: { need: Need }) {
  const words = usePartWords();
  if (need === 'silent') return null;
  return <span class={need}>{need === 'must' ? words.must : words.may}</span>;
}

export function Hint({ id, children }: { id: string; children: string }) {
  return (
    <p class="hint" id={`${id}-hint`}>
      <Phrase>{children}</Phrase>
    </p>
  );
}

export function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <p class="wrong" id={`${id}-error`}>
      <IconWrong />
      <Phrase>{children}</Phrase>
    </p>
  );
}

type Common = {
  name: string;
  label: string;
  need?: Need;
  hint?: string | undefined;
  error?: string | undefined;
};

type TextFieldProps = Common & {
  value?: string | undefined;
  /** How wide the box is: an ID, a short code, or the whole line. */
  size?: 'id' | 'code' | 'line';
  /** `email` and `tel` bring the right keyboard; never `date`, which IE11 lacks. */
  type?: 'text' | 'email' | 'tel' | 'password' | 'search';
  inputMode?: 'numeric' | 'email' | 'tel' | 'text';
  autoComplete?: string;
  accessKey?: string;
  autoFocus?: boolean;
  /** Something to stand beside the box. */
  children?: ComponentChildren;
};

/** The attribute apart: preact's types pair each input type with the roles it may bear, and a union has none. */
const kindOf = (type: string): Record<string, string> => ({ type });

/** One box of text: label, ※必須, hint, box, error beneath. */
export function TextField({
  name,
  label,
  need = 'must',
  hint,
  error,
  value = '',
  size = 'line',
  type = 'text',
  inputMode,
  autoComplete = 'off',
  accessKey,
  autoFocus = false,
  children,
}: TextFieldProps) {
  const id = fieldId(name);
  return (
    <div class={`field${error === undefined ? '' : ' field-wrong'}`}>
      <label class="label" for={id}>
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </label>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      <input
        class={`input${size === 'line' ? '' : ` input-${size}`}${error === undefined ? '' : ' input-wrong'}`}
        id={id}
        name={name}
        {...kindOf(type)}
        value={value}
        autoComplete={autoComplete}
        {...(type === 'email' || type === 'password' ? {} : { autoCapitalize: 'off' as const })}
        spellcheck={false}
        {...given('inputMode', inputMode)}
        {...given('accessKey', accessKey)}
        {...(autoFocus ? { autoFocus: true } : {})}
        {...described(id, hint, error)}
        {...invalid(error)}
      />
      {children}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

export function TextArea({
  name,
  label,
  need = 'must',
  hint,
  error,
  value = '',
  rows = 5,
}: Common & { value?: string; rows?: number }) {
  const id = fieldId(name);
  return (
    <div class={`field${error === undefined ? '' : ' field-wrong'}`}>
      <label class="label" for={id}>
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </label>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      <textarea
        class={`input${error === undefined ? '' : ' input-wrong'}`}
        id={id}
        name={name}
        rows={rows}
        {...described(id, hint, error)}
        {...invalid(error)}
      >
        {value}
      </textarea>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

export type Box = {
  name: string;
  unit: string;
  value?: string | undefined;
  wrong?: boolean;
  wide?: boolean;
  autoComplete?: string;
};

/** Small boxes for one thing (month and day): one legend, a unit beside each box, one error beneath. */
export function BoxField({ name, label, need = 'must', hint, error, boxes }: Common & { boxes: Box[] }) {
  const id = fieldId(name);
  return (
    <fieldset class={`field${error === undefined ? '' : ' field-wrong'}`}>
      <legend class="label">
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </legend>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      <div class="boxes">
        {boxes.map((box) => (
          <span class="box">
            <input
              class={`input number${box.wide === true ? ' input-year' : ''}${box.wrong === true ? ' input-wrong' : ''}`}
              id={fieldId(box.name)}
              name={box.name}
              type="text"
              inputMode="numeric"
              autoComplete={box.autoComplete ?? 'off'}
              value={box.value ?? ''}
              {...described(id, hint, box.wrong === true ? error : undefined)}
              {...(box.wrong === true ? invalid(error) : {})}
            />
            <label class="box-unit" for={fieldId(box.name)}>
              {box.unit}
            </label>
          </span>
        ))}
      </div>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}

export type Option = { value: string; label: string };

/** A pull-down. It never acts by itself: a button beside it does. */
export function Select({
  name,
  label,
  need = 'silent',
  hint,
  error,
  options,
  value,
  accessKey,
}: Common & { options: Option[]; value?: string | undefined; accessKey?: string }) {
  const id = fieldId(name);
  return (
    <div class={`field${error === undefined ? '' : ' field-wrong'}`}>
      <label class="label" for={id}>
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </label>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      <SelectBox
        id={id}
        name={name}
        options={options}
        value={value}
        attributes={{ ...given('accessKey', accessKey), ...described(id, hint, error), ...invalid(error) }}
      />
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

/** The pull-down alone, where its label stands elsewhere. */
export function SelectBox({
  id,
  name,
  options,
  value,
  attributes = {},
}: {
  id: string;
  name: string;
  options: Option[];
  value?: string | undefined;
  attributes?: Record<string, string>;
}) {
  return (
    <div class="select">
      <select class="input" id={id} name={name} {...attributes}>
        {options.map((option) => (
          <option value={option.value} {...(option.value === value ? { selected: true } : {})}>
            {option.label}
          </option>
        ))}
      </select>
      <IconDown />
    </div>
  );
}
