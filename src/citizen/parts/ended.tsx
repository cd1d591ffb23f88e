import type { ComponentChildren } from 'preact';
import { LinkButton, Phrase, Says } from '../../lib/html/index.ts';
import { Frame } from '../frame.tsx';

type EndedProps = {
  title: string;
  says: readonly string[];
  /** The next step: words and where they lead; the first is the solid one. */
  next: { text: string; href: string }[];
  token?: string | undefined;
  finish?: boolean;
  children?: ComponentChildren;
};

/** A page that says one thing and what to do next: where a journey ends early, or well. */
export function Ended({ title, says, next, token, finish = true, children }: EndedProps) {
  return (
    <Frame title={title} token={token} finish={finish}>
      <h1>
        <Phrase>{title}</Phrase>
      </h1>
      <div class="stack lead">
        {says.map((one) => (
          <Says>{one}</Says>
        ))}
      </div>
      {children}
      {next.length > 0 && (
        <div class="acts">
          {next.map(({ text, href }, index) => (
            <>
              <LinkButton href={href} kind={index === 0 ? 'first' : 'second'}>
                {text}
              </LinkButton>{' '}
            </>
          ))}
        </div>
      )}
    </Frame>
  );
}
