// Every page of the console, for what must hold on each of them (suite-everyone, suite-xss). A new page is a line here.
import { desk } from './desk.mjs';

/** One case in mid-course, with something on every part of its page: its id. */
export async function fillHouse(page) {
  const d = desk(page);
  const id = await d.start('case 2');
  await d.say('vehicle_owner', '어제 대리기사님이 제 차를 긁었다는데 보험 처리가 어떻게 되나요?');
  for (const label of ['네', '동의합니다']) await d.ask('vehicle_owner', label);
  await d.ask('caller', '네');
  return id;
}

/** {name, at(id of the case) -> the hash, ready: what stands there once the page is there}. */
export const pages = [
  { name: 'cases', at: () => '#/', ready: 'main table.cases tbody tr' },
  { name: 'a new case', at: () => '#/start', ready: 'main .start-form' },
  { name: 'a case', at: (id) => `#/case/${id}`, ready: '.desk article.suggestion.offered' },
  { name: 'a flow', at: () => '#/flows/vehicle_owner', ready: '.flow-graph .node' },
];
