package shop

import dev.reliability.junit.Attack
import dev.reliability.junit.ReliabilityProperty
import dev.reliability.junit.ReliabilityTarget
import dev.reliability.junit.ShutdownAttack
import dev.reliability.junit.SteadyStateProbe
import dev.reliability.local.ManagedProcess
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private val process: ManagedProcess = ManagedProcess.command("sleep", "300").build()

@SteadyStateProbe
fun nobodyAsks(): Boolean = false

@ReliabilityTarget("nowhere")
val nowhere = "process:1"

/** Each of these would be passed over, and the test be green. */
class MisplacedIT {

    companion object {
        @JvmStatic
        @ReliabilityTarget("clerk")
        fun clerk(): ManagedProcess = process

        @SteadyStateProbe
        fun forgotten(): Boolean = false

        @ReliabilityTarget("other")
        fun other(): ManagedProcess = process

        @get:ReliabilityProperty("day")
        val day get() = "monday"
    }

    @SteadyStateProbe
    suspend fun suspends(): Boolean = true

    @Test
    @ShutdownAttack(target = "clerk")
    fun isRefused(attack: Attack) {
        assertTrue(attack.bitten())
    }
}
