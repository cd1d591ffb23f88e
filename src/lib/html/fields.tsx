import type { ComponentChildren } from 'preact';
import { IconDown } from './icons.tsx';
import { type Around, described, fieldId, Grouped, invalid, Labelled } from './labelled.tsx';

const given = <Key extends string>(key: Key, value: string | undefined) => (value === undefined ? {} : { [key]: value });

type Common = Around & { name: string };

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
  need,
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
    <Labelled id={id} label={label} need={need} hint={hint} error={error}>
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
    </Labelled>
  );
}

type FileFieldProps = Common & {
  /** Endings such as .csv: a browser offers those first, the server judges what comes. */
  accept: string;
  /** How large one may be, and what is said of a larger one: a script says it before it is sent. */
  most: { bytes: number; says: string };
};

/** A file to be chosen. It is the last field of its form: what stands behind it is not read. */
export function FileField({ name, label, need, hint, error, accept, most }: FileFieldProps) {
  const id = fieldId(name);
  return (
    <Labelled id={id} label={label} need={need} hint={hint} error={error}>
      <input
        id={id}
        name={name}
        type="file"
        accept={accept}
        data-most={most.bytes}
        data-too-large={most.says}
        {...described(id, hint, error)}
        {...invalid(error)}
      />
    </Labelled>
  );
}

export function TextArea({
  name,
  label,
  need,
  hint,
  error,
  value = '',
  rows = 5,
  lang,
}: Common & { value?: string; rows?: number; lang?: string }) {
  const id = fieldId(name);
  return (
    <Labelled id={id} label={label} need={need} hint={hint} error={error}>
      <textarea
        class={`input${error === undefined ? '' : ' input-wrong'}`}
        id={id}
        name={name}
        rows={rows}
        lang={lang}
        {...described(id, hint, error)}
        {...invalid(error)}
      >
        {value}
      </textarea>
    </Labelled>
  );
}

type Box = {
  name: string;
  unit: string;
  value?: string | undefined;
  wrong?: boolean;
  wide?: boolean;
  autoComplete?: string;
};

/** Small boxes for one thing (month and day): one legend, a unit beside each box, one error beneath. */
export function BoxField({ name, label, need, hint, error, boxes }: Common & { boxes: Box[] }) {
  const id = fieldId(name);
  return (
    <Grouped id={id} label={label} need={need} hint={hint} error={error}>
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
    </Grouped>
  );
}

/** `lang`: the language of its words, where it is not the page's. */
export type Option = { value: string; label: string; lang?: string | undefined };

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
    <Labelled id={id} label={label} need={need} hint={hint} error={error}>
      <SelectBox
        id={id}
        name={name}
        options={options}
        value={value}
        attributes={{ ...given('accessKey', accessKey), ...described(id, hint, error), ...invalid(error) }}
      />
    </Labelled>
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
          <option value={option.value} {...given('lang', option.lang)} {...(option.value === value ? { selected: true } : {})}>
            {option.label}
          </option>
        ))}
      </select>
      <IconDown />
    </div>
  );
}
