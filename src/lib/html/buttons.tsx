import type { ComponentChildren } from 'preact';

/** `first` is the one solid button of a page; `danger` ends something and stands only where the page asks once more. */
export type ButtonKind = 'first' | 'second' | 'stop' | 'danger';

const looks = (kind: ButtonKind, wide: boolean) =>
  `button${kind === 'first' ? '' : ` button-${kind}`}${wide ? ' button-wide' : ''}`;

type ButtonProps = {
  children: ComponentChildren;
  kind?: ButtonKind;
  /** Sent with the form when this button is the one pressed. */
  name?: string;
  value?: string;
  wide?: boolean;
  /** Sends its form to another address than the form's own. */
  action?: string;
};

/** Sends its form. Never disabled: where something may not be done, the page says why instead. */
export function Button({ children, kind = 'first', name, value, wide = false, action }: ButtonProps) {
  return (
    <button
      class={looks(kind, wide)}
      type="submit"
      {...(name === undefined ? {} : { name })}
      {...(value === undefined ? {} : { value })}
      {...(action === undefined ? {} : { formAction: action })}
    >
      {children}
    </button>
  );
}

/** Goes somewhere and changes nothing. */
export function LinkButton({
  href,
  children,
  kind = 'first',
  wide = false,
  download = false,
  focus = false,
}: {
  href: string;
  children: ComponentChildren;
  kind?: ButtonKind;
  wide?: boolean;
  download?: boolean;
  /** The cursor waits there when the page opens. */
  focus?: boolean;
}) {
  return (
    <a class={looks(kind, wide)} href={href} {...(download ? { download: true } : {})} {...(focus ? { autoFocus: true } : {})}>
      {children}
    </a>
  );
}

/** A button made by the script where one can print: text browsers show what is merely hidden. */
export const PrintButton = ({ children, kind = 'second' }: { children: string; kind?: ButtonKind }) => (
  <span data-print={children} data-print-look={looks(kind, false)} />
);
