//! Given: an account behind a lock, and a log of who locks what. Nothing here is yours to change.
//!
//! The log finds a deadlock without one: if one way through the code takes the left lock and then the right one, and
//! another way does it the other way round, then some day two threads will wait for each other. Linux calls it lockdep.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// What was seen of both locks of one bank.
#[derive(Default)]
pub struct Log {
    left_then_right: AtomicBool,
    right_then_left: AtomicBool,
    changed_alone: AtomicUsize,
    tried: AtomicUsize,
}

impl Log {
    /// The orders in which both locks were taken.
    pub fn orders(&self) -> Vec<&'static str> {
        let seen = [(&self.left_then_right, "left, then right"), (&self.right_then_left, "right, then left")];
        seen.into_iter().filter(|(flag, _)| flag.load(SeqCst)).map(|(_, words)| words).collect()
    }

    /// How often an account was changed by a thread that had not locked the other one.
    pub fn changed_alone(&self) -> usize {
        self.changed_alone.load(SeqCst)
    }

    /// How often a lock was tried, instead of waited for.
    pub fn tried(&self) -> usize {
        self.tried.load(SeqCst)
    }
}

/// An amount of money, behind a lock of its own.
pub struct Account {
    is_left: bool,
    money: Mutex<i64>,
    log: Arc<Log>,
}

thread_local! {
    /// The accounts that this thread has locked, by address.
    static HELD: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

impl Account {
    /// The left and the right one of a bank, and the log of both.
    pub fn two(left: i64, right: i64) -> (Self, Self, Arc<Log>) {
        let log = Arc::new(Log::default());
        let account = |is_left, money| Self { is_left, money: Mutex::new(money), log: Arc::clone(&log) };
        (account(true, left), account(false, right), log)
    }

    /// Wait for the lock, and take it. It is free again when the guard is dropped.
    pub fn lock(&self) -> Locked<'_> {
        let held = HELD.with_borrow(Clone::clone);
        assert!(!held.contains(&self.address()), "this thread has the lock already, and would wait for itself");
        if !held.is_empty() {
            let seen = if self.is_left { &self.log.right_then_left } else { &self.log.left_then_right };
            seen.store(true, SeqCst);
        }
        self.locked(self.money.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Take the lock if it is free, and do not wait.
    #[allow(dead_code, reason = "who needs it is another question")]
    pub fn try_lock(&self) -> Option<Locked<'_>> {
        self.log.tried.fetch_add(1, SeqCst);
        match self.money.try_lock() {
            Ok(money) => Some(self.locked(money)),
            Err(TryLockError::Poisoned(poisoned)) => Some(self.locked(poisoned.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Whether nobody has the lock at this moment.
    pub fn is_free(&self) -> bool {
        !matches!(self.money.try_lock(), Err(TryLockError::WouldBlock))
    }

    fn locked<'a>(&'a self, money: MutexGuard<'a, i64>) -> Locked<'a> {
        HELD.with_borrow_mut(|held| held.push(self.address()));
        Locked { account: self, money }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

/// An account that this thread has locked.
pub struct Locked<'a> {
    account: &'a Account,
    money: MutexGuard<'a, i64>,
}

impl Locked<'_> {
    /// How much there is.
    pub fn money(&self) -> i64 {
        *self.money
    }

    /// Put so much there, in place of what there was.
    pub fn set(&mut self, money: i64) {
        if HELD.with_borrow(Vec::len) < 2 {
            self.account.log.changed_alone.fetch_add(1, SeqCst);
        }
        *self.money = money;
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        HELD.with_borrow_mut(|held| held.retain(|one| *one != self.account.address()));
    }
}
