import type { ComponentChildren } from 'preact';
import { IconWrong } from './icons.tsx';
import { fieldId } from './labelled.tsx';
import { Phrase } from './phrase.tsx';
import { usePartWords } from './words.tsx';

/** What is wrong with a form, by the name of the box; in the order the boxes stand on the page. */
export type FormErrors = Record<string, string>;
export const hasErrors = (errors: FormErrors): boolean => Object.keys(errors).length > 0;

/** All errors on top, each a link to its box. Nothing where there are none. */
export function ErrorSummary({ errors }: { errors: FormErrors }) {
  const words = usePartWords();
  if (!hasErrors(errors)) return null;
  return (
    <section class="errors" id="errors" tabIndex={-1} aria-labelledby="errors-title">
      <h2 id="errors-title">
        <IconWrong />
        {words.errorTitle}
      </h2>
      <ul class="bullets">
        {Object.entries(errors).map(([name, text]) => (
          <li>
            <a href={`#${fieldId(name)}`}>
              <Phrase>{text}</Phrase>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type NoticeProps = {
  kind?: 'info' | 'care' | 'stop' | 'done';
  title?: string;
  children?: ComponentChildren;
  /** `alert` is read at once: only for what has just happened. */
  role?: 'alert' | 'status';
  id?: string;
  /** Where someone who has just pressed must begin, as at a list of errors; on a page that has none. */
  first?: boolean;
};

/** Something to know, in a box with a thick edge. */
export function Notice({ kind = 'info', title, children, role, id, first = false }: NoticeProps) {
  return (
    <div
      class={`note${kind === 'info' ? '' : ` note-${kind}`}`}
      {...(role === undefined ? {} : { role })}
      {...(id === undefined ? {} : { id })}
      {...(first ? { id: 'errors', tabIndex: -1 } : {})}
    >
      {title !== undefined && (
        <h2>
          <Phrase>{title}</Phrase>
        </h2>
      )}
      {children}
    </div>
  );
}

/** A sentence in a notice or a page. */
export const Says = ({ children, class: name }: { children: string; class?: string }) => (
  <p {...(name === undefined ? {} : { class: name })}>
    <Phrase>{children}</Phrase>
  </p>
);
