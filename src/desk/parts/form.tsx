import type { ComponentChildren } from 'preact';
import { cityDay } from '../../lib/dates/jst.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { type Context, type Form, FormFields, type FormState, japaneseSentences } from '../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, PostForm } from '../../lib/html/index.ts';
import { field, type SignedAsk } from '../route.ts';

/** The desk reads Japanese, and counts days from the city's. */
export const contextOf = (ask: { now: Temporal.Instant }): Context => ({
  today: cityDay(ask.now),
  sentences: japaneseSentences,
});

/** Reads a form of the desk. */
export const readForm = <V extends object>(ask: SignedAsk, form: Form<V>) => form.read(ask.body, contextOf(ask));

/** What the boxes hold: as typed where a form came back, else as it is kept. */
export const stateOf = (ask: SignedAsk, kept: Readonly<Record<string, string>>, errors: FormErrors = {}): FormState => ({
  shown: Object.keys(ask.body).length > 0 ? (box) => field(ask.body, box) : (box) => kept[box] ?? '',
  errors,
});

/**
 * The fingerprint a form carries. A form that came back for what was typed keeps the one it came with: its page showed nothing newer.
 * `afresh` where the page does show what is kept by now (`Meanwhile`).
 */
export const seenOf = (ask: SignedAsk, kept: unknown, afresh: boolean): string =>
  afresh || field(ask.body, 'seen') === '' ? fingerprint(kept) : field(ask.body, 'seen');

type DeskFormProps<V extends object> = {
  ask: SignedAsk;
  form: Form<V>;
  action: string;
  /** What the boxes hold at first. */
  values: Partial<V>;
  errors?: FormErrors | undefined;
  /** From `seenOf`, where the form changes what is kept. */
  seen?: string | undefined;
  submit: string;
  /** Where a link beside the button leads; none where the form stands below a list. */
  back?: { href: string; words: string } | undefined;
  without?: readonly (keyof V & string)[];
  /** Before the fields of the definition. */
  children?: ComponentChildren;
};

/** A form of the desk, whole: what it carries unseen, its fields, its button and the way back. */
export function DeskForm<V extends object>(props: DeskFormProps<V>) {
  const { ask, form, action, values, errors, seen, submit, back, without, children } = props;
  return (
    <PostForm action={action} token={ask.token} class="desk-form" hidden={seen === undefined ? {} : { seen }}>
      {children}
      <FormFields form={form} state={stateOf(ask, form.boxes(values), errors)} {...(without === undefined ? {} : { without })} />
      <p class="acts">
        <Button>{submit}</Button>
        {back !== undefined && (
          <LinkButton href={back.href} kind="second">
            {back.words}
          </LinkButton>
        )}
      </p>
    </PostForm>
  );
}
