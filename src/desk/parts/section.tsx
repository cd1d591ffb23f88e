import type { ComponentChildren } from 'preact';

/** A part of a page under a heading of its own. `id`: a landmark by that heading, for who goes through the page by ear. */
export const Section = ({ title, id, children }: { title: ComponentChildren; id?: string; children: ComponentChildren }) => (
  <section class="desk-section" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);
