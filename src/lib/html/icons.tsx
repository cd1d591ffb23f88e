import type { ComponentChildren } from 'preact';

/** A drawing beside words; a screen reader reads the words only, and IE11 does not stop at it with Tab. */
function Drawn({
  width = 16,
  height = 16,
  class: name,
  children,
}: {
  width?: number;
  height?: number;
  class?: string;
  children: ComponentChildren;
}) {
  const looks = name === undefined ? {} : { class: name };
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false" {...looks}>
      {children}
    </svg>
  );
}

export const IconBack = () => (
  <Drawn>
    <path d="M10.5 2.5 5 8l5.5 5.5" fill="none" stroke="currentColor" stroke-width="2" />
  </Drawn>
);

export const IconOn = ({ class: name }: { class?: string }) => (
  <Drawn {...(name === undefined ? {} : { class: name })}>
    <path d="M5.5 2.5 11 8l-5.5 5.5" fill="none" stroke="currentColor" stroke-width="2" />
  </Drawn>
);

export const IconDown = () => (
  <Drawn width={16} height={12}>
    <path d="m2.5 3 5.5 5.5L13.5 3" fill="none" stroke="currentColor" stroke-width="2" />
  </Drawn>
);

export const IconWrong = () => (
  <Drawn width={20} height={20}>
    <circle cx="10" cy="10" r="9" fill="currentColor" />
    <path d="M9 4.5h2v7H9zM9 13.5h2v2H9z" fill="#fff" />
  </Drawn>
);

/** Shapes of the states on the desk: they differ without colour. */
export const IconYet = () => (
  <Drawn>
    <circle class="icon-line" cx="8" cy="8" r="6" />
  </Drawn>
);

export const IconHere = () => (
  <Drawn>
    <circle class="icon-line" cx="8" cy="8" r="6" />
    <path class="icon-fill" d="M8 2a6 6 0 0 1 0 12z" />
  </Drawn>
);

export const IconDone = () => (
  <Drawn>
    <circle class="icon-fill" cx="8" cy="8" r="7" />
    <path class="icon-cut" d="m4.5 8 2.5 2.5L11.5 6" />
  </Drawn>
);

export const IconIncomplete = () => (
  <Drawn>
    <path class="icon-line" d="M8 2.5 14 13.5H2z" />
  </Drawn>
);

export const IconNotCome = () => (
  <Drawn>
    <path class="icon-line" d="m3 3 10 10M13 3 3 13" />
  </Drawn>
);

/** A card on its shelf, and one that was taken off it: boxes, so that nobody takes them for the state of a visit. */
export const IconShelved = () => (
  <Drawn>
    <rect class="icon-line" x="2" y="3" width="12" height="10" rx="1" />
  </Drawn>
);

export const IconPulled = () => (
  <Drawn>
    <rect class="icon-fill" x="1" y="2" width="14" height="12" rx="2" />
    <path class="icon-cut" d="m4.5 8 2.5 2.5L11.5 6" />
  </Drawn>
);
