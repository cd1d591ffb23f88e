import type { ComponentChildren, VNode } from 'preact';
import { cityDay } from '../../lib/dates/jst.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { type Context, type Form, FormFields, type FormState, japaneseSentences } from '../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, LinkButton, PostForm } from '../../lib/html/index.ts';
import { type Ask, field, type SignedAsk } from '../route.ts';

/** The desk reads Japanese, and counts days from the city's. */
export const contextOf = (ask: { now: Temporal.Instant }): Context => ({
  today: cityDay(ask.now),
  sentences: japaneseSentences,
});

/** Reads a form of the desk. */
export const readForm = <V extends object>(ask: Pick<Ask, 'body' | 'now'>, form: Form<V>) => form.read(ask.body, contextOf(ask));

/**
 * What stands in the boxes and was not saved, where another button of the form than its own was pressed; undefined: nothing, or the page sent no boxes, as those
 * drawn before the button stood in the form.
 */
export function unsaved<V extends object>(ask: Pick<Ask, 'body' | 'now'>, form: Form<V>, saved: Partial<V>) {
  const boxes = form.boxes(saved);
  if (!Object.keys(boxes).some((box) => box in ask.body)) return undefined;
  const typed = readForm(ask, form);
  return typed.ok && JSON.stringify(form.boxes(typed.value)) === JSON.stringify(boxes) ? undefined : typed;
}

/** The same without what was typed: for a page that shows a form another press of it did not mean. */
export const untyped = (ask: SignedAsk): SignedAsk => ({ ...ask, body: {} });

/** What the boxes hold: as typed where a form came back, else as it is kept. */
export const stateOf = (ask: Pick<Ask, 'body'>, kept: Readonly<Record<string, string>>, errors: FormErrors = {}): FormState => ({
  shown: Object.keys(ask.body).length > 0 ? (box) => field(ask.body, box) : (box) => kept[box] ?? '',
  errors,
});

/** The same of a form whose boxes stand in the address: as typed where something is wrong, else as it was understood. */
export const takenBack = (
  ask: Pick<SignedAsk, 'query'>,
  kept: Readonly<Record<string, string>>,
  errors: FormErrors,
): FormState => ({ shown: hasErrors(errors) ? (box) => field(ask.query, box) : (box) => kept[box] ?? '', errors });

/**
 * The fingerprint a form carries. A form that came back for what was typed keeps the one it came with: its page showed nothing newer.
 * `afresh` where the page does show what is kept by now (`Meanwhile`).
 */
export const seenOf = (ask: SignedAsk, kept: unknown, afresh: boolean): string =>
  afresh || field(ask.body, 'seen') === '' ? fingerprint(kept) : field(ask.body, 'seen');

type ActsProps = {
  /** The words of its button, or the button. */
  submit: string | VNode;
  /** Buttons beside it. */
  more?: ComponentChildren;
  /** Where a link beside the button leads; none where the form stands below a list. */
  back?: { href: string; words: string } | undefined;
};

/** The end of a form: its button, and the way out. */
export const Acts = ({ submit, more, back }: ActsProps) => (
  <p class="acts">
    {typeof submit === 'string' ? <Button>{submit}</Button> : submit}
    {more}
    {back !== undefined && (
      <LinkButton href={back.href} kind="second">
        {back.words}
      </LinkButton>
    )}
  </p>
);

export type DeskFormProps<V extends object> = ActsProps & {
  ask: Pick<Ask, 'body' | 'token'>;
  form: Form<V>;
  action: string;
  /** What the boxes hold at first. */
  values: Partial<V>;
  errors?: FormErrors | undefined;
  /** From `seenOf`, where the form changes what is kept. */
  seen?: string | undefined;
  /** Values that travel along unseen. */
  hidden?: Record<string, string>;
  without?: readonly (keyof V & string)[];
  /** The box where the cursor waits; none where something is wrong, since the list of errors has it then. */
  focus?: string | undefined;
  /** In place of the fields in their order. */
  draw?: (state: FormState) => ComponentChildren;
  class?: string;
  /** Before the fields of the definition. */
  children?: ComponentChildren;
  /** Below the buttons. */
  foot?: ComponentChildren;
};

/** A form of the desk, whole: what it carries unseen, its fields, its button and the way back. */
export function DeskForm<V extends object>(props: DeskFormProps<V>) {
  const { ask, form, action, values, errors, seen, hidden = {}, submit, more, back, without = [], draw, children } = props;
  const state = { ...stateOf(ask, form.boxes(values), errors), focus: hasErrors(errors ?? {}) ? undefined : props.focus };
  return (
    <PostForm
      action={action}
      token={ask.token}
      class={props.class ?? 'desk-form'}
      hidden={{ ...(seen === undefined ? {} : { seen }), ...hidden }}
    >
      {children}
      {draw === undefined ? <FormFields form={form} state={state} without={without} /> : draw(state)}
      <Acts submit={submit} more={more} back={back} />
      {props.foot}
    </PostForm>
  );
}
