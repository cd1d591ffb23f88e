import type { VNode } from 'preact';
import {
  BoxField,
  Checkbox,
  Choices,
  described,
  FieldError,
  fieldId,
  Grouped,
  invalid,
  RadioGroup,
  Select,
  SelectBox,
  TextArea,
  TextField,
} from '../html/index.ts';
import type { Field, FormState } from './field.ts';
import type { Form, Group } from './form.ts';

type OneProps = { box: string; field: Field<unknown>; state: FormState };

const momentPart = (box: string, label: string, need: 'must' | 'may' | 'silent', { shown, errors }: FormState) => (
  <BoxField
    name={box}
    label={label}
    need={need}
    error={errors[box]}
    boxes={[{ name: box, unit: '（例：9:00）', value: shown(box), wrong: errors[box] !== undefined, wide: true }]}
  />
);

/** One field as its definition says. Exhaustive: a new look without a drawing does not compile. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one case a look of a field: a new look does not compile without its case
export function FormField({ box, field, state }: OneProps): VNode | null {
  const { look, label, need, hint } = field;
  const { shown, errors } = state;
  const error = errors[box];
  const around = { name: box, label, need, hint, error };
  switch (look.as) {
    case 'text': {
      const { as, ...text } = look;
      const value = look.type === 'password' ? '' : shown(box);
      return <TextField {...around} {...text} value={value} autoFocus={state.focus === box} />;
    }
    case 'area':
      return <TextArea {...around} rows={look.rows} value={shown(box)} />;
    case 'unit':
      return <BoxField {...around} boxes={[unitBox({ box, field, state })]} />;
    case 'select':
      return <Select {...around} options={look.options} value={shown(box)} />;
    case 'radios':
      return (
        <RadioGroup
          name={box}
          legend={label}
          need={need}
          hint={hint}
          error={error}
          choices={look.choices}
          value={shown(box)}
          autoFocus={state.focus === box}
        />
      );
    case 'tick':
      return <Checkbox name={box} label={label} more={look.more} checked={shown(box) === 'yes'} error={error} />;
    case 'said':
      return (
        <div class="field">
          <p class="label">{label}</p>
          <p>{look.words}</p>
        </div>
      );
    case 'ticks':
      return look.inRow ? (
        <TicksInRow box={box} field={field} state={state} />
      ) : (
        <Grouped {...around} id={fieldId(box)} hinted>
          <Choices of={look.choices}>
            {look.choices.map((choice) => (
              <Checkbox
                name={`${box}-${choice.value}`}
                label={choice.label}
                more={choice.more}
                lang={choice.lang}
                beside={choice.beside}
                checked={shown(`${box}-${choice.value}`) === 'yes'}
                error={errors[`${box}-${choice.value}`]}
              />
            ))}
          </Choices>
        </Grouped>
      );
    case 'lines':
      return (
        <fieldset class="field names">
          <legend class="label">{label}</legend>
          {hint !== undefined && <p class="hint">{hint}</p>}
          {look.items.map(([code, words]) => (
            <TextField
              name={`${box}-${code}`}
              label={words}
              need="may"
              error={errors[`${box}-${code}`]}
              value={shown(`${box}-${code}`)}
            />
          ))}
        </fieldset>
      );
    case 'moment':
      return (
        <div class="moment">
          <TextField
            {...around}
            name={`${box}-day`}
            size="id"
            hint={hint ?? '例：令和8年12月1日'}
            error={errors[`${box}-day`]}
            value={shown(`${box}-day`)}
          />
          {momentPart(
            `${box}-time`,
            label.endsWith('日時') ? label.replace(/日時$/u, '時刻') : `${label}の時刻`,
            need === 'must' && look.timed ? 'must' : look.timed ? 'silent' : 'may',
            state,
          )}
        </div>
      );
    case 'nothing':
      return null;
    case 'own':
      return look.draw(state);
  }
}

/** Ticks with short words beside each other; what is wrong stands beneath all of them, at the first. */
function TicksInRow({ box, field: { look, label, need, hint }, state }: OneProps) {
  const names = look.as === 'ticks' ? look.choices.map((choice) => ({ ...choice, name: `${box}-${choice.value}` })) : [];
  const id = fieldId(names[0]?.name ?? box);
  return (
    <Grouped id={id} label={label} need={need} hint={hint} error={state.errors[names[0]?.name ?? box]} hinted>
      <div class="radios">
        {names.map(({ name, label: words }) => (
          <label class="radio">
            <input type="checkbox" id={fieldId(name)} name={name} value="yes" checked={state.shown(name) === 'yes'} />
            {words}
          </label>
        ))}
      </div>
    </Grouped>
  );
}

/** The control of a field in a table's cell: its label is unseen, since the heads of row and column say it. */
export function FormCell<V extends object>({ form, name, state }: { form: Form<V>; name: keyof V & string; state: FormState }) {
  const box = form.boxOf(name);
  const field = form.fields[name] as Field<unknown>;
  const id = fieldId(box);
  const error = state.errors[box];
  const told = { ...described(id, undefined, error), ...invalid(error) };
  return (
    <>
      <label class="unseen" for={id}>
        {field.label}
      </label>
      {field.look.as === 'select' ? (
        <SelectBox id={id} name={box} options={field.look.options} value={state.shown(box)} attributes={told} />
      ) : (
        <input
          class={`input number${error === undefined ? '' : ' input-wrong'}`}
          id={id}
          name={box}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={state.shown(box)}
          {...told}
        />
      )}{' '}
      {field.look.as === 'unit' && field.look.unit}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </>
  );
}

/** A small box with its unit, alone or beside others in a row. */
const unitBox = ({ box, field, state }: OneProps) => ({
  name: box,
  unit: field.look.as === 'unit' ? field.look.unit : field.label,
  wide: field.look.as === 'unit' && field.look.wide,
  value: state.shown(box),
  wrong: state.errors[box] !== undefined,
});

/** Whether a field of one box holds another than it usually does, or something wrong. */
export function isUsed<V extends object>(form: Form<V>, name: keyof V & string, { shown, errors }: FormState): boolean {
  const { look } = form.fields[name];
  const box = form.boxOf(name);
  const usual = look.as === 'select' ? (look.options[0]?.value ?? '') : '';
  return shown(box) !== usual || errors[box] !== undefined;
}

function FormGroup<V extends object>({ form, group, state }: { form: Form<V>; group: Group<V>; state: FormState }) {
  const { legend, hint, of, class: name, inline = false } = group;
  const parts = of.map((field) => ({ box: form.boxOf(field), field: form.fields[field] as Field<unknown> }));
  const first = parts[0];
  if (inline && first !== undefined)
    return (
      <BoxField
        name={first.box}
        label={legend}
        hint={hint}
        need={first.field.need}
        error={parts.map(({ box }) => state.errors[box]).find((error) => error !== undefined)}
        boxes={parts.map((part) => unitBox({ ...part, state }))}
      />
    );
  return (
    <fieldset class={`field${name === undefined ? '' : ` ${name}`}`}>
      <legend class="label">{legend}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {parts.map((part) => (
        <FormField {...part} state={state} />
      ))}
    </fieldset>
  );
}

/** The fields of a form in their order, groups under their legends: all, or `only` some, or all `without` some. */
export function FormFields<V extends object>({
  form,
  state,
  only,
  without = [],
}: {
  form: Form<V>;
  state: FormState;
  only?: readonly (keyof V & string)[];
  without?: readonly (keyof V & string)[];
}) {
  const names = (Object.keys(form.fields) as (keyof V & string)[]).filter(
    (name) => (only ?? [name]).includes(name) && !without.includes(name),
  );
  return (
    <>
      {names.map((name) => {
        const group = form.groups.find(({ of }) => of.includes(name));
        if (group === undefined)
          return <FormField box={form.boxOf(name)} field={form.fields[name] as Field<unknown>} state={state} />;
        return group.of[0] === name ? <FormGroup form={form} group={group} state={state} /> : null;
      })}
    </>
  );
}
