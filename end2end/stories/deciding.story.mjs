// What comes beside and after a decision: an emergency, an appeal, a stay, a hold, and the way back by conditions.

import assert from 'node:assert/strict';
import { PASSWORD } from '../lib/desk.mjs';
import { signIn } from '../lib/door.mjs';
import { look, until } from '../lib/look.mjs';
import { stage } from '../lib/stage.mjs';

const ANALYST = { email: 'analyst@hosting.example', role: 'analyst' };
const LEAD = { email: 'lead@hosting.example', role: 'lead' };
const COUNSEL = { email: 'counsel@hosting.example', role: 'counsel' };
const CASE = '/cases/DN-2021-0001';

const { story } = stage({ people: [ANALYST, LEAD, COUNSEL], now: '2021-01-08T20:00:00Z' });

story('An emergency, an appeal, a stay, a hold, and the way back', async (given) => {
  const { page, desk, visitor } = given;
  const lead = await visitor();
  await signIn(lead.page, LEAD.email);
  await lead.page.goto('/customers/new');
  await lead.page.locator('[name=handle]').fill('example-social');
  await lead.page.locator('[name=account]').fill('4711');
  await lead.page.locator('[name=name]').fill('Example Social Inc.');
  await lead.page.locator('[name=language]').selectOption('en');
  await lead.page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await lead.page.locator('[name=contact_name]').fill('Legal');
  await lead.page.locator('[name=contact_email]').fill('legal@example-social.example');
  await lead.page.locator('[name=assets]').fill('192.0.2.0/26\nexample-social.example');
  await lead.page.locator('[name=assets_from]').fill('2020-03-02');
  await lead.page.getByRole('button', { name: /Add (the )?customer/ }).click();
  await lead.page.waitForURL(/\/customers\/example-social/);

  await signIn(page, ANALYST.email);
  await page.goto('/cases/new');
  await page.locator('[name=customer]').fill('example-social');
  await page.locator('[name=title]').fill('Calls for violence');
  await page.locator('[name=clause]').selectOption({ label: (await page.locator('[name=clause] option').allInnerTexts()).find((text) => text.includes('3.2')) });
  await page.locator('[name=severity][value=high]').check();
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.waitForURL(/DN-2021-0001$/);

  // One person switches off one page, and the letter leaves at once.
  await page.getByRole('link', { name: /Emergency/ }).click();
  await look(page, given, 'deciding-measure-new');
  await given.announce(422, `${CASE}/measures`);
  await page.locator('[name=emergency][value=phishing]').check();
  await page.locator('[name=facts]').fill('A page collects passwords of a bank.');
  await page.getByRole('button', { name: 'Switch it off now' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('[name=facts]').inputValue(), 'A page collects passwords of a bank.');
  await page.getByLabel(/example-social\.example/).first().check();
  await page.locator('[name=handle]').fill('example-social');
  await page.getByRole('button', { name: 'Switch it off now' }).click();
  await page.waitForURL(/\/measures\/1$/);
  await page.getByText('Why not confirm?').waitFor();
  await look(page, given, 'deciding-measure');
  await desk.letter('as an emergency measure');

  // Every page tells the lead, who confirms it.
  await lead.page.goto('/cases');
  await lead.page.getByText('waits for a second person').first().waitFor();
  await lead.page.goto(`${CASE}/measures/1`);
  await lead.page.getByRole('button', { name: 'Confirm measure M-1' }).click();
  await lead.page.getByText('Confirmed by').waitFor();

  // On that ground a suspension with conditions is proposed and approved.
  await page.goto(`${CASE}/decision`);
  await page.locator('[name=outcome][value=suspension]').check();
  // The measure is on one name, and carries nothing beyond it.
  await page.getByLabel('example-social.example').first().check();
  await page.locator('[name=conditions]').fill('The page is gone.\nSomebody reads reports at night.');
  await page.locator('[name=date]').fill('2021-01-08');
  await page.locator('[name=time]').fill('14:00');
  await page.locator('[name=zone]').selectOption('America/Los_Angeles');
  await page.locator('[name=facts]').fill('The page collected passwords on 8 January.');
  await page.locator('[name=explanation]').fill('The clause forbids it.');
  await page.locator('[name=handle]').fill('example-social');
  await look(page, given, 'deciding-decision-new');
  await page.getByRole('button', { name: /Propose/ }).click();
  await page.waitForURL(/\/decisions\/1/);
  await lead.page.goto(`${CASE}/decisions/1`);
  await lead.page.locator('[name=handle]').fill('example-social');
  await lead.page.getByRole('button', { name: /Approve/ }).click();
  await lead.page.waitForURL(/decisions\/1/);
  await desk.letter('We switch this on again when each of these is so');
  // Sessions end with the jump of the clock, so nobody may be listening while it happens.
  for (const one of [page, lead.page]) await one.goto('about:blank');
  await desk.setClock('2021-01-08T22:00:00Z');
  await signIn(page, ANALYST.email);
  await page.goto(CASE);
  await until(page, 'Decision D-1 took effect');

  // Counsel keeps everything by a hold and stays the decision: what was off runs again.
  const counsel = await visitor();
  await signIn(counsel.page, COUNSEL.email);
  await counsel.page.goto(CASE);
  await counsel.page.getByText('Place a litigation hold').click();
  await counsel.page.locator('[name=matter]').fill('Example Social v. Example Hosting');
  await counsel.page.locator('[name=hold_reason]').fill('They sued.');
  await counsel.page.getByRole('button', { name: 'Place hold' }).click();
  await counsel.page.getByRole('link', { name: 'H-1' }).first().waitFor();
  await counsel.page.goto(`${CASE}/decisions/1`);
  await counsel.page.getByText('Stay this decision').click();
  await counsel.page.locator('[name=stay_reason]').fill('The court asks us to wait.');
  await counsel.page.locator('[name=court]').fill('District Court');
  await counsel.page.getByRole('button', { name: 'Stay decision' }).click();
  await counsel.page.getByRole('heading', { name: 'Stayed' }).waitFor();
  await look(counsel.page, given, 'deciding-stayed');
  await desk.letter('is stayed');
  await counsel.page.goto(CASE);
  await look(counsel.page, given, 'deciding-case');
  await counsel.page.goto('/holds/1');
  await look(counsel.page, given, 'deciding-hold');
  await signIn(lead.page, LEAD.email);
  await lead.page.goto(`${CASE}/decisions/1`);
  await lead.page.locator('[name=end_reason]').fill('The court rejected it.');
  await lead.page.getByRole('button', { name: 'End the stay' }).click();
  await lead.page.getByText('is not carried out yet').waitFor();

  // They object by telephone; somebody without a part in it decides.
  await page.goto(`${CASE}/decisions/1`);
  await page.getByText('Write down an appeal').click();
  await page.locator('[name=grounds]').fill('The machine has nothing to do with the page.');
  await page.locator('[name=signer]').fill('Robin Example');
  await page.locator('#appeals [name=received_on]').fill('2021-01-08');
  await page.getByRole('button', { name: 'Record appeal' }).click();
  await page.getByRole('link', { name: 'AP-1' }).first().waitFor();
  await page.goto('/appeals');
  await look(page, given, 'deciding-appeals');
  await page.goto('/appeals/1');
  await page.getByText('Why not you?').waitFor();
  await counsel.page.goto('/appeals/1');
  await counsel.page.getByRole('button', { name: 'Give it to them' }).click();
  await counsel.page.getByRole('button', { name: 'Decide appeal AP-1' }).waitFor();
  await look(counsel.page, given, 'deciding-appeal');
  await counsel.page.locator('[name=verdict][value=upheld]').check();
  await counsel.page.locator('[name=reasons]').fill('The page collected passwords until it was switched off.');
  await counsel.page.getByRole('button', { name: 'Decide appeal AP-1' }).click();
  await counsel.page.getByRole('heading', { name: 'The decision is upheld' }).waitFor();
  await desk.letter('The decision is upheld');

  // The conditions are ticked one by one, and then the way back is offered.
  await page.goto(`${CASE}/decisions/1`);
  for (const number of [1, 2]) {
    await page.getByText('Tick: this is met').first().click();
    await page.locator(`[name=how_${number}]`).fill('Looked at it at 22:10.');
    await page.getByRole('button', { name: `Tick condition ${number}` }).click();
    await page.getByText(`${number} of 2 met`).waitFor();
  }
  await look(page, given, 'deciding-conditions');
  await page.getByText('Every condition is met.').waitFor();
  await page.getByRole('link', { name: /Reinstate: lift this decision/ }).click();
  await page.locator('[name=facts]').fill('Both conditions are met.');
  await page.locator('[name=explanation]').fill('Nothing of the ground is left.');
  await page.getByRole('button', { name: 'Reinstate now' }).click();
  await page.waitForURL(/\/decisions\/2/);

  // Two release the hold, not one: who asks waits for the other.
  await lead.page.goto('/holds');
  await look(lead.page, given, 'deciding-holds');
  await lead.page.getByRole('link', { name: /^H-1/ }).click();
  await lead.page.getByText('Ask for its release').click();
  await lead.announce(422, '/holds/1/release');
  await lead.page.getByRole('button', { name: 'Ask for release' }).click();
  await lead.page.getByRole('alert').waitFor();
  await look(lead.page, given, 'deciding-hold-refused');
  await lead.page.getByLabel('Why may it go?').fill('They took the suit back.');
  await lead.page.getByRole('button', { name: 'Ask for release' }).click();
  await lead.page.getByText('Why not release it? You asked for it').waitFor();
  await counsel.page.goto('/holds/1');
  await counsel.page.getByText('They took the suit back.').waitFor();
  await look(counsel.page, given, 'deciding-hold-asked');
  if (await counsel.page.locator('[name=password]').count()) await counsel.page.locator('[name=password]').fill(PASSWORD);
  await counsel.page.getByRole('button', { name: 'Agree: release hold H-1' }).click();
  await counsel.page.getByText(/^Released/).waitFor();
  await counsel.page.goto('/holds');
  await counsel.page.getByText('Released').first().waitFor();
  assert.match(await desk.run(['verify']), /sound/);
});
