/* sign-in.js: the one-time token of the address and a name buy a session; the token leaves the address. */
import { getSession, signIn } from './api.js';
import { sentence } from './words.js';

const form = document.getElementById('sign-in');
const problem = document.getElementById('problem');
const token = new URLSearchParams(location.search).get('token');

function complain(text) {
	problem.textContent = text;
	problem.hidden = false;
}

async function offerWayBack() {
	try {
		await getSession();
		document.getElementById('already').hidden = false;
	} catch {
		/* nobody is signed in: the page says already what to do */
	}
}

form.addEventListener('submit', async (event) => {
	event.preventDefault();
	problem.hidden = true;
	const button = form.querySelector('button');
	button.disabled = true;
	try {
		await signIn(token, form.elements.name.value.trim());
		history.replaceState(null, '', '/console/sign-in');
		location.replace('/console/');
	} catch (error) {
		complain(sentence(error));
		button.disabled = false;
		if (error.status === 401)
			offerWayBack();
	}
});

if (!token) {
	form.hidden = true;
	form.before(problem);
	complain('서버를 시작할 때 화면에 나온 주소로 들어와 주세요. 주소에 로그인에 필요한 한 번짜리 표가 들어 있습니다.');
	offerWayBack();
}
