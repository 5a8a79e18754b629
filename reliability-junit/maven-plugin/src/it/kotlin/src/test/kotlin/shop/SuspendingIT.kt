package shop

import dev.reliability.junit.Attack
import dev.reliability.junit.ReliabilityTarget
import dev.reliability.junit.ShutdownAttack
import dev.reliability.local.ManagedProcess
import kotlinx.coroutines.delay
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

@ShutdownAttack(target = "clerk")
class SuspendingIT {

    companion object {
        @JvmField
        @ReliabilityTarget("clerk")
        val clerk: ManagedProcess = ManagedProcess.command("sleep", "300").build()
    }

    @Test
    suspend fun holds(attack: Attack) {
        delay(1)
        assertTrue(attack.bitten())
    }

    @Test
    suspend fun breaks() {
        delay(1)
        throw IllegalStateException("no books")
    }

    @Test
    suspend fun nothing() {
    }
}
