import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Line } from './chart.tsx';

test('[8(2)⑧c] the goal is a line of its own in the chart, within it also where every week is below; without one there is none', () => {
  const drawn = (goal: number) => render(<Line name="割合" wide={480} left={62} unit="％" values={[2, null, 4]} goal={goal} />);
  expect(drawn(0)).not.toContain('chart-goal');
  // 8 stands below the top of 8, which the weeks alone would not reach.
  expect(drawn(8)).toContain('class="chart-goal" d="M62 20H480"');
  expect(drawn(8)).toContain('目標 8％');
});
