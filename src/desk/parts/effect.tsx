import type { ComponentChildren } from 'preact';

/** One line of what a press does, or of what stands in its way (`<ul class="effects">`): a sign for the eye, then the words. */
export function Effect({
  sign,
  look,
  children,
}: {
  sign: string;
  look?: 'more' | 'less' | 'out' | 'info' | undefined;
  children: ComponentChildren;
}) {
  return (
    <li {...(look === undefined ? {} : { class: `effect-${look}` })}>
      <span class="effect-sign" aria-hidden="true">
        {sign}
      </span>
      {children}
    </li>
  );
}
