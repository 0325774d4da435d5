//! X34, The two-lock tango: two accounts, two locks, many threads, and Python in the middle.
//!
//! It works whenever you try it. Some day it stops, with nobody at fault but the order of two
//! lines.

mod account; // accounts, their locks and a log of who takes them: given

use std::sync::Arc;

use account::{Account, Locked, Log};
use cpython_api::prelude::*;

/// Two accounts. Money goes from one to the other, and the sum stays what it was.
struct Bank {
    left: Account,
    right: Account,
    log: Arc<Log>,
}

// The class by hand, since no derive can look into an `Account`: there is no reference to a Python
// object in it.
static BANK: ClassDef<Bank> = ClassDef::of(c"x34.Bank");

impl PyClass for Bank {
    type State = NoState;
    type Gc = NoGc;

    fn definition() -> &'static ClassDef<Self> {
        &BANK
    }
}

/// Move money from one account to the other. Both are locked: nobody sees it when it is in neither.
fn transfer(from: &mut Locked<'_>, to: &mut Locked<'_>, amount: u32) -> bool {
    let amount = i64::from(amount);
    if from.money() < amount {
        return false;
    }
    from.set(from.money() - amount);
    to.set(to.money() + amount);
    true
}

/// `None`, or a `ValueError` if nothing was moved.
fn moved(ctx: &ThreadContext<'_>, moved: bool) -> PyResult<()> {
    if moved { Ok(()) } else { Err(PyValueError::raise(ctx, "there is not so much")) }
}

/// Call `function` with two numbers, and return what it returns.
fn tell<'py>(
    ctx: &ThreadContext<'py>,
    function: Borrowed<'_, 'py, PyAny>,
    left: i64,
    right: i64,
) -> PyResult<Bound<'py, PyAny>> {
    let (left, right) = (left.into_pyobject(ctx)?, right.into_pyobject(ctx)?);
    function.call(ctx, &[left.as_borrowed(), right.as_borrowed()])
}

#[pymethods]
impl Bank {
    #[new(signature = (left, right, /))]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState, left: i64, right: i64) -> Self {
        let (left, right, log) = Account::two(left, right);
        Self { left, right, log }
    }

    /// Move money from the left to the right. There is nothing wrong here.
    #[pyfunction(signature = (amount, /))]
    fn move_right(&self, ctx: &mut ThreadContext<'_>, _state: &NoState, amount: u32) -> PyResult<()> {
        let done = ctx.detach_or_stay(|| {
            let mut left = self.left.lock();
            let mut right = self.right.lock();
            transfer(&mut left, &mut right, amount)
        });
        moved(ctx, done)
    }

    /// Move money from the right to the left.
    #[pyfunction(signature = (amount, /))]
    fn move_left(&self, ctx: &mut ThreadContext<'_>, _state: &NoState, amount: u32) -> PyResult<()> {
        // region: todo A thread in here has one lock and wants the other. And one in `move_right`?
        // starter: let done = ctx.detach_or_stay(|| {
        // starter:     let mut right = self.right.lock();
        // starter:     let mut left = self.left.lock();
        // starter:     transfer(&mut right, &mut left, amount)
        // starter: });
        // starter: moved(ctx, done)
        let done = ctx.detach_or_stay(|| {
            let mut left = self.left.lock();
            let mut right = self.right.lock();
            transfer(&mut right, &mut left, amount)
        });
        moved(ctx, done)
        // endregion
    }

    /// Exchange what is in the two accounts.
    #[pyfunction(signature = ())]
    fn swap(&self, ctx: &mut ThreadContext<'_>, _state: &NoState) {
        // region: todo And here?
        // starter: ctx.detach_or_stay(|| {
        // starter:     let mut right = self.right.lock();
        // starter:     let mut left = self.left.lock();
        // starter:     let money = (left.money(), right.money());
        // starter:     left.set(money.1);
        // starter:     right.set(money.0);
        // starter: });
        ctx.detach_or_stay(|| {
            let mut left = self.left.lock();
            let mut right = self.right.lock();
            let money = (left.money(), right.money());
            left.set(money.1);
            right.set(money.0);
        });
        // endregion
    }

    /// Call `function` with what is on the left and on the right, and return what it returns.
    #[pyfunction(signature = (function, /))]
    fn audit<'py>(
        &self,
        ctx: &mut ThreadContext<'py>,
        _state: &NoState,
        function: Borrowed<'_, 'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // region: todo Who has the locks while Python runs, and for how long?
        // starter: let left = self.left.lock();
        // starter: let right = self.right.lock();
        // starter: tell(ctx, function, left.money(), right.money())
        let (left, right) = ctx.detach_or_stay(|| {
            let left = self.left.lock();
            let right = self.right.lock();
            (left.money(), right.money())
        });
        tell(ctx, function, left, right)
        // endregion
    }

    /// Whether nobody has one of the locks at this moment.
    #[getter]
    fn is_free(&self, _ctx: &ThreadContext<'_>) -> bool {
        self.left.is_free() && self.right.is_free()
    }

    /// In which orders both locks have been taken.
    #[pyfunction(signature = ())]
    fn orders(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> String {
        self.log.orders().join("; ")
    }

    /// How often an account was changed while the other one was not locked.
    #[getter]
    fn changed_alone(&self, _ctx: &ThreadContext<'_>) -> usize {
        self.log.changed_alone()
    }

    /// How often somebody tried a lock in place of waiting for it.
    #[getter]
    fn tried(&self, _ctx: &ThreadContext<'_>) -> usize {
        self.log.tried()
    }
}

export_module! { name: x34, state: NoState, methods: [], classes: [Bank] }
