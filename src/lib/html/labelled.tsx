import type { ComponentChildren } from 'preact';
import { IconWrong } from './icons.tsx';
import { Phrase } from './phrase.tsx';
import { usePartWords } from './words.tsx';

/** The id of a field's first control: what an error on top links to. */
export const fieldId = (name: string): string => `f-${name}`;

export const described = (id: string, hint: unknown, error: unknown): { 'aria-describedby'?: string } => {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((one) => one !== '');
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
};
export const invalid = (error: unknown) => (error === undefined ? {} : { 'aria-invalid': 'true' as const });

/** ※必須 or 任意 beside the label; `silent` where a page has one field and the heading says it. */
export type Need = 'must' | 'may' | 'silent';

export function NeedMark({ need }: { need: Need }) {
  const words = usePartWords();
  if (need === 'silent') return null;
  return (
    <span class="need">
      {/* A space, no margin: where it stands below the label it begins where the label does. */}{' '}
      <span class={need}>{need === 'must' ? words.must : words.may}</span>
    </span>
  );
}

function Hint({ id, children }: { id: string; children: string }) {
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

/** What stands around a control: name and need above it, a hint, the error beneath. */
export type Around = {
  label: string;
  need?: Need | undefined;
  hint?: string | undefined;
  error?: string | undefined;
};
type AroundProps = Around & { id: string; children: ComponentChildren };

const look = (error: unknown): string => `field${error === undefined ? '' : ' field-wrong'}`;

/** Around one control, whose label it is. */
export function Labelled({ id, label, need = 'must', hint, error, children }: AroundProps) {
  return (
    <div class={look(error)}>
      <label class="label" for={id}>
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </label>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      {children}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

type GroupedProps = AroundProps & {
  hinted?: boolean;
  /** Whom or what it is about, where a heading above says it to the eye: said unseen before the label. */
  of?: string | undefined;
};

/** Around several controls that have labels of their own. `hinted`: the hint is the group's, not each control's. */
export function Grouped({ id, label, of, need = 'must', hint, error, hinted = false, children }: GroupedProps) {
  return (
    <fieldset class={look(error)} {...(hinted ? described(id, hint, undefined) : {})}>
      <legend class="label">
        {of !== undefined && (
          <span class="unseen">
            <Phrase>{of}</Phrase>{' '}
          </span>
        )}
        <Phrase>{label}</Phrase>
        <NeedMark need={need} />
      </legend>
      {hint !== undefined && <Hint id={id}>{hint}</Hint>}
      {children}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}
